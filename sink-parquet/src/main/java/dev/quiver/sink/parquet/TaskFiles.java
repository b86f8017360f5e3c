/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All files of a task, from their first row to their publication: opens them, rotates each one on its own when it is
 * full, large or old, and ends the largest ones early when they outgrow the memory budget.
 */
final class TaskFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskFiles.class);

    /** Heap bytes of gathered rows after which a batch is sealed, however few rows it has. */
    private static final long BATCH_BYTES_MAX = 16 << 20;

    /** Rows between two looks at how large a batch is: few, since each one may be as large as a broker takes. */
    private static final int SIZE_CHECK_ROWS = 8;

    /**
     * How many times the budget Arrow may allocate while one batch is sealed and encoded: buffers are rounded up to
     * powers of two, and the last rows of a batch may be as large as a broker takes.
     */
    private static final int ARROW_LIMIT_FACTOR = 4;

    /** How many more times the task waits for the store when it must publish everything. */
    private static final int FLUSH_WAITS_MAX = 3;

    /** Milliseconds until the store is asked again whether it has done what was too much for one wait. */
    private static final long BUSY_MS = 1_000;

    private final ParquetSinkConfig config;
    private final Clock clock;
    private final ObjectStore store;
    private final StoreProbe probe;
    private final StoreThreads threads;
    private final Delivery delivery;
    private final RetryDeadline retryDeadline;
    private final BufferAllocator allocator;
    private final ColumnEncoders encoders;
    private final Gatherers gatherers;
    private final Spill spill;
    private final TaskMemory memory;

    private final OpenFiles open;
    /** Complete files on their way to the store. */
    private final FinishedFiles finished;

    /** The gatherer whose batch is full since the last row, if any. */
    private @Nullable Gatherer full;

    /** Takes ownership of {@code ownedStore}, which it closes when it cannot be made. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    TaskFiles(ParquetSinkConfig config, ObjectStore ownedStore, SinkMetrics metrics, Clock clock) {
        this.config = config;
        this.clock = clock;
        MemoryConfig limits = config.memory();
        this.spill = new Spill(limits.spillDirectory(), limits.spillBytesMax());
        this.store = ownedStore;
        this.probe = new StoreProbe(config, ownedStore);
        this.retryDeadline = new RetryDeadline(clock, config.retryTimeout());
        List<AutoCloseable> made = new ArrayList<>(List.of(ownedStore));
        try {
            this.encoders = new ColumnEncoders(
                    config.parquet().options(), config.parquet().threads());
            made.add(encoders);
            this.allocator = new RootAllocator(limits.bytesMax() * ARROW_LIMIT_FACTOR);
            made.add(allocator);
            this.threads = new StoreThreads(config.filesInFlightMax(), config.storePatience());
            made.clear();
        } finally {
            made.forEach(TaskFiles::closeUnused);
        }
        FileTags tags = new FileTags(ownedStore, config.delivery().tags());
        this.delivery = config.delivery().over(new StoreAccess(ownedStore, threads, tags, metrics), clock);
        FileEncoding encoding = config.format() == FileFormat.ARROW
                ? new ArrowEncoding(config.arrow())
                : new ParquetEncoding(config.parquet(), encoders, allocator);
        RecordConfig records = config.records();
        this.gatherers = new Gatherers(
                new RowContext(records.nullHandling(), clock, records.writesNulls()),
                config.partitioner(),
                encoding,
                new SchemaLineages(config.compatibility(), records.nullHandling()));
        this.open = new OpenFiles(gatherers, delivery, config.flush());
        this.memory =
                new TaskMemory(limits, open, new TaskMemory.Encoding(allocator, encoding, encoders), spill, metrics);
        this.finished = new FinishedFiles(delivery, retryDeadline, config, spill, metrics);
    }

    /** The failure that made this necessary is the one to report. */
    private static void closeUnused(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            log.warn("could not close {}: {}", part, e.getMessage());
        }
    }

    /**
     * Gathers a row, unless it was delivered before. Once that is known to {@code source}, {@link #sealFull} must
     * follow.
     *
     * @throws DataException if the row can never be written; nothing has changed then
     */
    void append(SinkRecord sinkRecord, RecordRow row, TopicPartition partition, SourcePartition source, long offset) {
        Gatherers.Target target = gatherers.of(sinkRecord.topic(), row);
        Gatherer gatherer = target.gatherer();
        String directory = target.partitioner().directory(sinkRecord, row.columns());
        if (delivery.has(partition, directory, offset)) {
            return;
        }
        OutputFile file = current(sinkRecord, source, gatherer.file(partition, directory));
        if (file == null) {
            file = file(sinkRecord, partition, source, directory, offset);
            gatherer.append(sinkRecord, row.columns(), target.projection(), file);
            open.begin(file, gatherer, source);
        } else {
            gatherer.append(sinkRecord, row.columns(), target.projection(), file);
        }
        file.gathered(offset);
        open.endIfFull(file);
        if (isBatchFull(gatherer)) {
            full = gatherer;
        }
    }

    /**
     * Gathers the rows of a batch, all of which came in the record at {@code offset}, less those that were delivered
     * before. They are taken as a whole or not at all, and no file ends in the midst of them. Once that is known to
     * {@code source}, {@link #sealFull} must follow.
     *
     * @throws DataException if a row can never be written; nothing has changed then
     */
    void append(SinkRecord sinkRecord, BatchRows rows, TopicPartition partition, SourcePartition source, long offset) {
        Gatherer gatherer = gatherers.of(rows.content().schema(), rows.beside());
        List<RowRun> runs = gatherer.runs(sinkRecord, rows.content()).stream()
                .filter(run -> !delivery.has(partition, run.directory(), offset))
                .toList();
        gatherer.append(sinkRecord, runs);
        // All before the first row is assigned: with one file others of the topic-partition may end.
        runs.forEach(run -> current(sinkRecord, source, gatherer.file(partition, run.directory())));
        Set<OutputFile> grown = new LinkedHashSet<>();
        for (RowRun run : runs) {
            OutputFile file = gatherer.file(partition, run.directory());
            if (file == null) {
                file = file(sinkRecord, partition, source, run.directory(), offset);
                open.begin(file, gatherer, source);
            }
            gatherer.assign(file, run.rowCount());
            file.gathered(offset, run.rowCount());
            grown.add(file);
        }
        grown.forEach(open::endIfFull);
        if (gatherer.rowCount() >= config.memory().batchRowsMax() || gatherer.heapBytes() >= BATCH_BYTES_MAX) {
            full = gatherer;
        }
    }

    /** {@code open} if rows of {@code sinkRecord} still go there, else null. */
    private @Nullable OutputFile current(SinkRecord sinkRecord, SourcePartition source, @Nullable OutputFile file) {
        passTime(sinkRecord, source);
        if (file == null || !config.flush().span().isOver(file.windowMs(), source.latestMs())) {
            return file;
        }
        open.end(file);
        return null;
    }

    private static void passTime(SinkRecord sinkRecord, SourcePartition source) {
        Long ms = sinkRecord.timestamp();
        if (ms != null) {
            source.cameAt(ms);
        }
    }

    private OutputFile file(
            SinkRecord first, TopicPartition partition, SourcePartition source, String directory, long offset) {
        long nowMs = clock.millis();
        Long startMs = first.timestamp();
        OutputFile file = new OutputFile(partition, directory, offset, nowMs, startMs == null ? nowMs : startMs);
        // A row that comes too late would have a file that ends at once.
        file.notBefore(source.latestMs() - config.flush().span().latenessMs());
        return file;
    }

    private boolean isBatchFull(Gatherer gatherer) {
        int rowCount = gatherer.rowCount();
        return rowCount >= config.memory().batchRowsMax()
                || (rowCount % SIZE_CHECK_ROWS == 0 && gatherer.heapBytes() >= BATCH_BYTES_MAX);
    }

    /**
     * Encodes the batch that the last row filled. Publishes files only when they outgrow the budget.
     *
     * @throws org.apache.kafka.connect.errors.RetriableException if the store fails but may recover
     */
    void sealFull() {
        if (full == null) {
            return;
        }
        Gatherer filled = full;
        full = null;
        memory.seal(filled);
        if (filled.heapBytes() >= BATCH_BYTES_MAX) {
            // Or every few rows would look like a full batch from now on: columns keep their arrays.
            filled.trim();
        }
        open.endLarge();
        relieve();
    }

    /** What follows may wait for the store as long as one call of the worker may take. */
    void beginTurn() {
        threads.beginTurn();
    }

    /** What finds out whether the store can be used. */
    StoreProbe probe() {
        return probe;
    }

    /** Takes over topic-partitions, as {@link Delivery#takeOver}. */
    Map<TopicPartition, Long> takeOver(Map<TopicPartition, SourcePartition> partitions) {
        try {
            probe.askAgain();
            Map<TopicPartition, Long> starts = delivery.takeOver(partitions);
            retryDeadline.succeeded();
            return starts;
        } catch (StoreException e) {
            throw retryDeadline.failed(e);
        }
    }

    /** Reading of {@code partition} goes back to {@code offset}. */
    void rewind(TopicPartition partition, long offset) {
        open.end(Set.of(partition));
        delivery.rewind(partition, offset);
    }

    /** Publishes every file that is full, large or old. */
    void rotate() {
        open.endAged(clock.millis());
        open.endPassed();
        open.endLarge();
        open.endLaggards();
        finishDue();
        relieve();
        if (delivery.settles() || finished.isBusy()) {
            finished.deliver();
        }
    }

    /** Keeps the task inside its memory budget, as {@link #requireRoom}. */
    private void relieve() {
        memory.relieve(finished, this::finishDue);
        requireRoom();
    }

    /**
     * Lets nothing more in while the store is slow and the budget is exceeded.
     *
     * @throws RetriableException then
     */
    void requireRoom() {
        if (finished.isBusy() && memory.isExceeded(finished)) {
            throw new RetriableException("the store has not taken " + finished.count() + " files yet, and "
                    + ParquetSinkConfig.MEMORY_BYTES_MAX.key() + " has no room for more rows");
        }
    }

    /** Heap bytes held by gathered rows and by files that are not published. */
    long heapBytes() {
        return memory.heapBytes(finished);
    }

    /** Bytes of pages that wait in a local file. */
    long spilledBytes() {
        return memory.spilledBytes();
    }

    /** Whether the store takes longer than the task waits. */
    boolean isBusy() {
        return finished.isBusy();
    }

    /** What there is now, for a task of {@code partitionCount} topic-partitions. */
    SinkMetrics.State state(int partitionCount) {
        long oldestMs = Math.min(finished.oldestMs(Long.MAX_VALUE), open.oldestMs(Long.MAX_VALUE));
        return new SinkMetrics.State(
                partitionCount,
                open.count() + finished.count(),
                heapBytes(),
                spilledBytes(),
                gatheredRowCount(),
                oldestMs == Long.MAX_VALUE ? SinkMetrics.State.NO_ROW : oldestMs,
                isBusy());
    }

    /** Rows that are gathered but not encoded yet. */
    long gatheredRowCount() {
        return gatherers.all().stream().mapToLong(Gatherer::rowCount).sum();
    }

    /** Finishes and publishes all files that take no more rows. */
    private void finishDue() {
        Collection<OpenFile> due = open.due();
        if (due.isEmpty()) {
            return;
        }
        Set<Gatherer> waiting = new HashSet<>();
        due.forEach(file -> waiting.add(file.gatherer()));
        waiting.forEach(memory::seal);
        finished.finish(due);
        finished.deliver();
    }

    /** Publishes what could not be before: all that ended together is complete then. */
    void publishFinished() {
        finishDue();
        if (!finished.isEmpty()) {
            finished.deliver();
        }
    }

    /**
     * Ends and publishes all files of {@code partitions}.
     *
     * @throws ConnectException if the store fails
     */
    void flush(Collection<TopicPartition> partitions) {
        open.end(Set.copyOf(partitions));
        threads.beginTurn();
        finishDue();
        for (int wait = 0; finished.isBusy() && wait < FLUSH_WAITS_MAX; wait++) {
            threads.beginTurn();
            publishFinished();
        }
    }

    /** Drops what is not published of {@code partitions}. */
    void drop(Collection<TopicPartition> partitions) {
        Set<TopicPartition> dropped = Set.copyOf(partitions);
        threads.cancel();
        if (!retryDeadline.isFailing()) {
            delivery.leave(dropped);
        }
        open.drop(dropped);
        finished.drop(dropped);
        delivery.giveUp(dropped);
        if (finished.isEmpty()) {
            retryDeadline.succeeded();
        }
    }

    /** Milliseconds until the oldest file is due; at least 1. */
    long nextDueMs() {
        long nextMs = open.nextDueMs(clock.millis());
        return isBusy() || !open.due().isEmpty() ? Math.min(nextMs, BUSY_MS) : nextMs;
    }

    /** Drops what is not published, ends the threads and closes the store. Idempotent. */
    @Override
    public void close() {
        try (store;
                allocator;
                encoders;
                threads;
                spill) {
            threads.cancel();
            open.dropAll();
            finished.dropAll();
        }
    }
}
