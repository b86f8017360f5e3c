/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How far one topic-partition has been taken in, and which of its rows are not published yet. Pure bookkeeping: no
 * clock, no store.
 */
final class SourcePartition {
    /** Where nothing has been taken in yet. */
    private static final long NOTHING = -1;

    private long nextOffset = NOTHING;
    private long latestMs = Long.MIN_VALUE / 2;
    /** How often reading went back: offsets of different readings say nothing of each other. */
    private int reading;
    /** The first offsets of files that are open or finished but not published. */
    private final Set<Unpublished> unpublished = new LinkedHashSet<>();

    /** Rows that must not be committed yet: a handle with the first offset of a file. */
    static final class Unpublished {
        private final long firstOffset;
        private final int reading;

        private Unpublished(long firstOffset, int reading) {
            this.firstOffset = firstOffset;
            this.reading = reading;
        }
    }

    /** The latest time of its records so far. */
    long latestMs() {
        return latestMs;
    }

    /** A record of the time {@code ms} came. */
    void cameAt(long ms) {
        latestMs = Math.max(latestMs, ms);
    }

    /** Whether the record at {@code offset} was taken in before. */
    boolean has(long offset) {
        return offset < nextOffset;
    }

    /** Records that everything up to {@code offset} was taken in. */
    void advance(long offset) {
        if (offset < nextOffset) {
            throw new IllegalStateException("offset " + offset + " comes after " + (nextOffset - 1));
        }
        nextOffset = offset + 1;
    }

    /** Records that an earlier owner took in everything below {@code offset}. */
    void startAt(long offset) {
        nextOffset = offset;
    }

    /** Records that the consumer reads from {@code offset} on once more. */
    void rewind(long offset) {
        nextOffset = offset;
        reading++;
    }

    /** The offset behind the last one taken in. */
    long nextOffset() {
        return nextOffset;
    }

    /** A file with its first row at {@code firstOffset} begins. */
    Unpublished begin(long firstOffset) {
        Unpublished file = new Unpublished(firstOffset, reading);
        unpublished.add(file);
        return file;
    }

    /** Whether {@code file} has rows of the present reading. */
    boolean isCurrent(Unpublished file) {
        return file.reading == reading;
    }

    /** The offset of the first row that is in none of {@code files} and not published either. */
    long nextBesides(Set<Unpublished> files) {
        long next = nextOffset;
        for (Unpublished file : unpublished) {
            if (!files.contains(file) && isCurrent(file)) {
                next = Math.min(next, file.firstOffset);
            }
        }
        return next;
    }

    /** The file is published. */
    void published(Unpublished file) {
        if (!unpublished.remove(file)) {
            throw new IllegalStateException("file from offset " + file.firstOffset + " was published before");
        }
    }

    /**
     * The offset that reading may start from after a crash: that of the first row not published, or {@code consumed},
     * the position of the consumer, when there is none.
     */
    long committable(long consumed) {
        long committable = consumed;
        for (Unpublished file : unpublished) {
            committable = Math.min(committable, file.firstOffset);
        }
        return committable;
    }
}
