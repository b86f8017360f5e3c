/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What a task has done so far, for those who watch it. Threads may share it. */
final class SinkMetrics {
    private final Clock clock;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong transactionNanos = new AtomicLong();
    private final AtomicLong transactionNanosLast = new AtomicLong();
    private final AtomicLong transactionNanosMax = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong fenced = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong oldestMs = new AtomicLong();
    private final AtomicLong databaseBytes = new AtomicLong();
    private final AtomicLong logBytes = new AtomicLong();

    SinkMetrics(Clock clock) {
        this.clock = clock;
    }

    /**
     * A number.
     *
     * @param description what it says, with its unit
     */
    record Metric(String description, LongSupplier value) {}

    /** Every number, by name. */
    Map<String, Metric> all() {
        Map<String, Metric> all = new LinkedHashMap<>();
        all.put("rows-total", new Metric("Rows committed", rows::get));
        all.put("bytes-total", new Metric("Bytes of Arrow vectors committed", bytes::get));
        all.put("transactions-total", new Metric("Transactions committed", transactions::get));
        all.put("transaction-ms-total", new Metric("Milliseconds that transactions took", () -> ms(transactionNanos)));
        all.put("transaction-ms-last", new Metric("Milliseconds of the last one", () -> ms(transactionNanosLast)));
        all.put("transaction-ms-max", new Metric("Milliseconds of the longest one", () -> ms(transactionNanosMax)));
        all.put("retries-total", new Metric("Transactions that failed and were tried again", retries::get));
        all.put("fenced-total", new Metric("Transactions of partitions that others had taken over", fenced::get));
        all.put("refused-total", new Metric("Records that cannot be written", refused::get));
        all.put("oldest-waiting-ms", new Metric("Age of the oldest record that waits, in milliseconds", this::ageMs));
        all.put("database-bytes", new Metric("Bytes of the database file after the last commit", databaseBytes::get));
        all.put("log-bytes", new Metric("Bytes of the write-ahead log after the last commit", logBytes::get));
        return all;
    }

    private static long ms(AtomicLong nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos.get());
    }

    private long ageMs() {
        long since = oldestMs.get();
        return since == 0 ? 0 : Math.max(0, clock.millis() - since);
    }

    /** {@code load} is in the database {@code path}. */
    void committed(Load load, Path path) {
        rows.addAndGet(load.rowCount());
        bytes.addAndGet(load.byteCount());
        transactions.incrementAndGet();
        databaseBytes.set(size(path));
        logBytes.set(size(path.resolveSibling(path.getFileName() + ".wal")));
    }

    /** Asks for the size without opening the file. */
    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /** A transaction took {@code nanos}. */
    void transaction(long nanos) {
        transactionNanos.addAndGet(nanos);
        transactionNanosLast.set(nanos);
        transactionNanosMax.accumulateAndGet(nanos, Math::max);
    }

    /** A transaction is tried again. */
    void retried() {
        retries.incrementAndGet();
    }

    /** A transaction changed nothing because others had taken over. */
    void fenced() {
        fenced.incrementAndGet();
    }

    /** {@code count} records more cannot be written. */
    void refused(int count) {
        refused.addAndGet(count);
    }

    /** The oldest record that waits came at {@code sinceMs}; 0 for none. */
    void waiting(long sinceMs) {
        oldestMs.set(sinceMs);
    }
}
