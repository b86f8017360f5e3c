/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.VersionedObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the sealed files of one topic-partition the next commit has, the oldest first, so that its ledger stays far
 * below the size that a store takes. Files whose offsets overlap in one output partition are never torn apart: one
 * offset tells how far it is.
 */
final class CommitPlan {
    /** Half of what a store takes. */
    static final long BYTES_MAX = VersionedObject.BYTES_MAX / 2;

    /** Whoever takes over publishes as many before it reads on. */
    static final int FILES_MAX = 1_000;

    /** Bytes of a line that says how far an output partition is, without its name. */
    private static final int AHEAD_BYTES = 32;

    private static final int CHARACTER_BYTES_MAX = 3;

    private final Set<String> ahead;
    private long bytes;

    /** A plan that goes on from a ledger with the output partitions {@code ahead}. */
    CommitPlan(Set<String> ahead) {
        this.ahead = new HashSet<>(ahead);
        ahead.forEach(directory -> bytes += aheadBytes(directory));
    }

    /**
     * A file that may be committed.
     *
     * @param group files of one group whose offsets overlap stay together
     */
    record Candidate(OpenFile file, FinishedFile finished, String group, long ledgerBytes) {
        String directory() {
            return file.file().directory();
        }

        /** The same in another group. */
        Candidate in(String newGroup) {
            return new Candidate(file, finished, newGroup, ledgerBytes);
        }
    }

    /** Whether the ledger gets on if it has {@code files}, though nothing else. */
    interface Progress {
        /** Says so. */
        boolean with(List<Candidate> files);
    }

    /** The files to commit now, none if others must come first. */
    List<Candidate> choose(List<Candidate> candidates, Progress progress) {
        List<Candidate> chosen = new ArrayList<>();
        for (List<Candidate> unit : units(candidates)) {
            long more = unitBytes(unit);
            boolean fits = bytes + more <= BYTES_MAX && chosen.size() + unit.size() <= FILES_MAX;
            if (!fits && !(chosen.isEmpty() && progress.with(unit))) {
                break;
            }
            bytes += more;
            unit.forEach(file -> ahead.add(file.directory()));
            chosen.addAll(unit);
        }
        return chosen.isEmpty() ? lowest(candidates, progress) : chosen;
    }

    /**
     * All files that begin at the lowest offset, where none of them gets the ledger on alone: rows of one record that
     * went to many output partitions. The store has the last word on how many these may be.
     */
    private static List<Candidate> lowest(List<Candidate> candidates, Progress progress) {
        List<List<Candidate>> units = units(candidates);
        List<Candidate> together = new ArrayList<>();
        for (List<Candidate> unit : units) {
            if (firstOffset(unit) == firstOffset(units.get(0))) {
                together.addAll(unit);
            }
        }
        return together.isEmpty() || !progress.with(together) ? List.of() : together;
    }

    private static long firstOffset(List<Candidate> unit) {
        return unit.get(0).finished().firstOffset();
    }

    private long unitBytes(List<Candidate> unit) {
        long sum = 0;
        Set<String> added = new HashSet<>();
        for (Candidate file : unit) {
            sum += file.ledgerBytes();
            if (!ahead.contains(file.directory()) && added.add(file.directory())) {
                sum += aheadBytes(file.directory());
            }
        }
        return sum;
    }

    private static long aheadBytes(String directory) {
        return AHEAD_BYTES + (long) CHARACTER_BYTES_MAX * directory.length();
    }

    /** The files in the order of their first offsets, those together that must stay so. */
    private static List<List<Candidate>> units(List<Candidate> candidates) {
        List<Candidate> sorted = candidates.stream()
                .sorted(Comparator.comparingLong(file -> file.finished().firstOffset()))
                .toList();
        Map<String, Unit> last = new HashMap<>();
        List<List<Candidate>> units = new ArrayList<>();
        for (Candidate file : sorted) {
            Unit before = last.get(file.group());
            if (before != null && file.finished().firstOffset() <= before.lastOffset) {
                before.add(file);
            } else {
                Unit begun = new Unit();
                begun.add(file);
                last.put(file.group(), begun);
                units.add(begun.files);
            }
        }
        return units;
    }

    /** Files of one group that overlap, one with the next. */
    private static final class Unit {
        private final List<Candidate> files = new ArrayList<>();
        private long lastOffset;

        void add(Candidate file) {
            files.add(file);
            lastOffset = Math.max(lastOffset, file.finished().lastOffset());
        }
    }
}
