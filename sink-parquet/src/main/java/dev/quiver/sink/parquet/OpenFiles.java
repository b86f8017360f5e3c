/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The files of a task that take rows, and those that take no more but are not finished yet. */
final class OpenFiles {
    /**
     * Output partitions that may be delivered further than the oldest file of their topic-partition: each one is a line
     * of the ledger.
     */
    private static final int AHEAD_MAX = 500;

    private final Gatherers gatherers;
    private final Delivery delivery;
    private final FlushPolicy flush;
    /** Files that take rows, the oldest first. */
    private final Map<OutputFile, OpenFile> open = new LinkedHashMap<>();
    /** How many there are of each topic-partition. */
    private final Map<TopicPartition, Integer> openCounts = new HashMap<>();

    /** Files that take no more rows. */
    private final Set<OpenFile> due = new LinkedHashSet<>();

    OpenFiles(Gatherers gatherers, Delivery delivery, FlushPolicy flush) {
        this.gatherers = gatherers;
        this.delivery = delivery;
        this.flush = flush;
    }

    /** {@code file} begins to take rows, which {@code gatherer} gathers. */
    void begin(OutputFile file, Gatherer gatherer, SourcePartition source) {
        gatherer.open(file);
        open.put(file, new OpenFile(file, gatherer, source, source.begin(file.firstOffset())));
        openCounts.merge(file.source(), 1, Integer::sum);
    }

    /** Ends {@code file} if it has as many rows as a file may have, or is one of too many. */
    void endIfFull(OutputFile file) {
        if (file.rowCount() >= flush.rowsMax() || isTooMany(file)) {
            end(file);
        }
    }

    /** Files of one topic-partition that end together must fit in one commit. */
    private boolean isTooMany(OutputFile file) {
        return delivery.ending() == Ending.TOPIC_PARTITION
                && openCounts.getOrDefault(file.source(), 0) >= CommitPlan.FILES_MAX;
    }

    /** {@code file} takes no more rows, nor do those that must end with it. */
    void end(OutputFile file) {
        switch (delivery.ending()) {
            case FILE -> endOne(file);
            case OUTPUT_PARTITION -> endSiblings(file);
            case TOPIC_PARTITION -> endAll(file.source());
        }
    }

    private void endSiblings(OutputFile file) {
        for (Gatherer gatherer : gatherers.all()) {
            OutputFile sibling = gatherer.file(file.source(), file.directory());
            if (sibling != null) {
                endOne(sibling);
            }
        }
    }

    private void endAll(TopicPartition source) {
        if (openCounts.containsKey(source)) {
            open.keySet().stream()
                    .filter(file -> file.source().equals(source))
                    .toList()
                    .forEach(this::endOne);
        }
    }

    private void endOne(OutputFile file) {
        OpenFile ended = open.remove(file);
        if (ended != null) {
            openCounts.computeIfPresent(file.source(), (source, count) -> count == 1 ? null : count - 1);
            ended.gatherer().detach(file);
            due.add(ended);
        }
    }

    /** No file of {@code partitions} takes more rows. */
    void end(Set<TopicPartition> partitions) {
        open.keySet().stream()
                .filter(file -> partitions.contains(file.source()))
                .toList()
                .forEach(this::end);
    }

    /** Ends the files whose first row came too long before {@code nowMs}. */
    void endAged(long nowMs) {
        List<OutputFile> aged = new ArrayList<>();
        for (OutputFile file : open.keySet()) {
            if (!flush.isAged(file.openedAtMs(), nowMs)) {
                break;
            }
            aged.add(file);
        }
        aged.forEach(this::end);
    }

    /** Ends the files whose window of record time is over. */
    void endPassed() {
        if (!flush.span().counts()) {
            return;
        }
        open.values().stream()
                .filter(each -> flush.span()
                        .isOver(each.file().windowMs(), each.source().latestMs()))
                .toList()
                .forEach(each -> end(each.file()));
    }

    /** Ends the files with too many bytes. */
    void endLarge() {
        List<OutputFile> large = new ArrayList<>();
        for (OutputFile file : open.keySet()) {
            if (file.byteCount() >= flush.bytesMax()) {
                large.add(file);
            }
        }
        large.forEach(this::end);
    }

    /** Ends the oldest file of each topic-partition that many others have overtaken. */
    void endLaggards() {
        Set<TopicPartition> seen = new HashSet<>();
        for (OutputFile file : List.copyOf(open.keySet())) {
            if (seen.add(file.source()) && delivery.aheadCount(file.source()) > AHEAD_MAX) {
                end(file);
            }
        }
    }

    Gatherers gatherers() {
        return gatherers;
    }

    /** Moves what is encoded of the largest files to {@code spill}, until they hold {@code excess} heap bytes less. */
    void spillLargest(long excess, Spill spill) throws IOException {
        long left = excess;
        for (OutputFile file : largestFirst()) {
            if (left <= 0) {
                break;
            }
            left -= file.spill(spill);
        }
    }

    /** Ends row groups of the largest files before they are full, until those hold {@code excess} heap bytes less. */
    void condenseLargest(long excess) throws IOException {
        long left = excess;
        for (OutputFile file : left > 0 ? largestFirst() : List.<OutputFile>of()) {
            if (left <= 0) {
                break;
            }
            left -= file.condense();
        }
    }

    /**
     * Ends the largest files, until those that are left hold {@code excess} heap bytes less.
     *
     * @return how many
     */
    int endLargest(long excess) {
        long left = excess;
        int count = 0;
        for (OutputFile file : left > 0 ? largestFirst() : List.<OutputFile>of()) {
            if (left <= 0) {
                break;
            }
            left -= file.heapBytes();
            end(file);
            count++;
        }
        return count;
    }

    /** Files that are not finished. */
    int count() {
        return open.size() + due.size();
    }

    /** When the first row of the oldest file came; {@code otherwise} if there is none. */
    long oldestMs(long otherwise) {
        long oldestMs =
                open.isEmpty() ? otherwise : open.keySet().iterator().next().openedAtMs();
        for (OpenFile file : due) {
            oldestMs = otherwise == oldestMs
                    ? file.file().openedAtMs()
                    : Math.min(oldestMs, file.file().openedAtMs());
        }
        return oldestMs;
    }

    private List<OutputFile> largestFirst() {
        return open.keySet().stream()
                .sorted(Comparator.comparingLong(OutputFile::heapBytes).reversed())
                .toList();
    }

    /** Files that take no more rows and are to be finished; the caller removes those that are. */
    Collection<OpenFile> due() {
        return due;
    }

    /** Drops the files of {@code partitions} with all their rows. */
    void drop(Set<TopicPartition> partitions) {
        end(partitions);
        due.stream()
                .filter(file -> partitions.contains(file.file().source()))
                .forEach(file -> file.file().close());
        due.removeIf(file -> file.file().isClosed());
    }

    /** Drops all files. */
    void dropAll() {
        List.copyOf(open.keySet()).forEach(this::end);
        due.forEach(file -> file.file().close());
        due.clear();
    }

    /** Heap bytes held, without those of gathered rows. */
    long heapBytes() {
        long sum = 0;
        for (OutputFile file : open.keySet()) {
            sum += file.heapBytes();
        }
        for (OpenFile file : due) {
            sum += file.file().heapBytes();
        }
        return sum;
    }

    /** Milliseconds from {@code nowMs} until the oldest file is due; at least 1. */
    long nextDueMs(long nowMs) {
        long ageMaxMs = flush.ageMax().toMillis();
        if (open.isEmpty()) {
            return ageMaxMs;
        }
        long oldestMs = nowMs - open.keySet().iterator().next().openedAtMs();
        return Math.max(1, ageMaxMs - oldestMs);
    }
}
