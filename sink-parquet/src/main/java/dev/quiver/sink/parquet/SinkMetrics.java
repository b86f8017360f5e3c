/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What one task tells of itself. Counters begin with the task. The task's thread and those of the store write, any
 * thread may read.
 */
final class SinkMetrics {
    private static final long NONE = Long.MIN_VALUE;

    private final Clock clock;
    private final long memoryBytesMax;
    final AtomicLong rows = new AtomicLong();
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong files = new AtomicLong();
    final AtomicLong skipped = new AtomicLong();
    final AtomicLong reported = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong fenced = new AtomicLong();
    final AtomicLong earlyFiles = new AtomicLong();
    final Latency encode = new Latency();
    final Latency upload = new Latency();
    final Latency commit = new Latency();
    private volatile State state = new State(0, 0, 0, 0, 0, NONE, false);

    /** The metrics of a task with a budget of {@code memoryBytesMax}. */
    SinkMetrics(Clock clock, long memoryBytesMax) {
        this.clock = clock;
        this.memoryBytesMax = memoryBytesMax;
    }

    /**
     * What changes both ways.
     *
     * @param partitions topic-partitions of the task
     * @param openFiles files that are not published
     * @param memoryBytes heap bytes that count against the budget
     * @param spilledBytes bytes in the local file
     * @param gatheredRows rows that are not encoded
     * @param oldestMs when the oldest row came that is not published
     * @param isPaused whether the consumer waits for the store
     */
    record State(
            long partitions,
            long openFiles,
            long memoryBytes,
            long spilledBytes,
            long gatheredRows,
            long oldestMs,
            boolean isPaused) {
        /** What {@link #oldestMs} is without such a row. */
        static final long NO_ROW = NONE;
    }

    /** One number with its name and meaning. */
    record Metric(String name, String description, LongSupplier value) {}

    /** The state is {@code newState} now. */
    void update(State newState) {
        state = newState;
    }

    /** All of them. */
    List<Metric> all() {
        List<Metric> all = new ArrayList<>(List.of(
                new Metric("rows-total", "Rows in published files", rows::get),
                new Metric("bytes-total", "Bytes of published files", bytes::get),
                new Metric("files-total", "Published files", files::get),
                new Metric("early-files-total", "Files that ended for want of memory", earlyFiles::get),
                new Metric("records-skipped-total", "Records passed over: no value, or no row in it", skipped::get),
                new Metric("records-reported-total", "Records reported because they cannot be written", reported::get),
                new Metric("retries-total", "Times that the store failed and the task tries again", retries::get),
                new Metric("fenced-total", "Commits refused because another task has taken over", fenced::get),
                new Metric("partitions", "Topic-partitions of the task", () -> state.partitions()),
                new Metric("open-files", "Files that are not published yet", () -> state.openFiles()),
                new Metric("memory-bytes", "Heap bytes that count against the budget", () -> state.memoryBytes()),
                new Metric("memory-max-bytes", "The budget", () -> memoryBytesMax),
                new Metric("spilled-bytes", "Bytes in the local spill file", () -> state.spilledBytes()),
                new Metric("gathered-rows", "Rows that are not encoded yet", () -> state.gatheredRows()),
                new Metric("oldest-row-age-ms", "Age of the oldest row that is not published", this::oldestAgeMs),
                new Metric("paused", "1 while the consumer waits for the store", () -> state.isPaused() ? 1 : 0)));
        addAll(all, "encode", "Encoding a batch", encode);
        addAll(all, "upload", "Bringing one file into the store", upload);
        addAll(all, "commit", "Making finished files durable and visible", commit);
        return all;
    }

    private static void addAll(List<Metric> all, String name, String what, Latency latency) {
        all.add(new Metric(name + "-count", what + ": how often", latency::count));
        all.add(new Metric(name + "-time-ms-total", what + ": milliseconds altogether", latency::totalMs));
        all.add(new Metric(
                name + "-time-ms-max", what + ": milliseconds at most in the last minute or two", latency::maxMs));
    }

    private long oldestAgeMs() {
        long oldestMs = state.oldestMs();
        return oldestMs == NONE ? 0 : Math.max(0, clock.millis() - oldestMs);
    }
}
