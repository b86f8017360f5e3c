/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.ipc.IpcContent;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.PageSpill;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
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

    private final ParquetSinkConfig config;
    private final Clock clock;
    private final ObjectStore store;
    private final StoreThreads threads;
    private final Delivery delivery;
    private final RetryDeadline retryDeadline;
    private final BufferAllocator allocator;
    private final ColumnEncoders encoders;
    private final ParquetEncoding encoding;
    private final Gatherers gatherers;
    private final MemoryConfig memory;
    private final Spill spill;

    private final OpenFiles open;
    /** Complete files on their way to the store. */
    private final FinishedFiles finished;
    /** The gatherer whose batch is full since the last row, if any. */
    private @Nullable Gatherer full;

    /** Takes ownership of {@code ownedStore}, which it closes when it cannot be made. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    TaskFiles(ParquetSinkConfig config, ObjectStore ownedStore, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.memory = config.memory();
        this.spill = new Spill(memory.spillDirectory(), memory.spillBytesMax());
        this.store = ownedStore;
        this.retryDeadline = new RetryDeadline(clock, config.retryTimeout());
        List<AutoCloseable> made = new ArrayList<>(List.of(ownedStore));
        try {
            this.encoders = new ColumnEncoders(
                    config.parquet().options(), config.parquet().threads());
            made.add(encoders);
            this.allocator = new RootAllocator(memory.bytesMax() * ARROW_LIMIT_FACTOR);
            made.add(allocator);
            this.threads = new StoreThreads(config.filesInFlightMax());
            made.clear();
        } finally {
            made.forEach(TaskFiles::closeUnused);
        }
        this.delivery = config.delivery().over(ownedStore, threads, clock);
        this.encoding = new ParquetEncoding(config.parquet(), encoders);
        this.gatherers = new Gatherers(
                new RowContext(config.nullHandling(), clock),
                config.partitioner(),
                encoding,
                new SchemaLineages(config.compatibility(), config.nullHandling()));
        this.open = new OpenFiles(gatherers, delivery, config.flush());
        this.finished = new FinishedFiles(delivery, retryDeadline, config);
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
    void append(SinkRecord sinkRecord, Struct row, TopicPartition partition, SourcePartition source, long offset) {
        Gatherers.Target target = gatherers.of(sinkRecord.topic(), row.schema());
        Gatherer gatherer = target.gatherer();
        String directory = target.partitioner().directory(sinkRecord, row);
        if (delivery.has(partition, directory, offset)) {
            return;
        }
        OutputFile file = current(sinkRecord, source, gatherer.file(partition, directory));
        if (file == null) {
            file = file(sinkRecord, partition, source, directory, offset);
            gatherer.append(row, target.projection(), file);
            open.begin(file, gatherer, source);
        } else {
            gatherer.append(row, target.projection(), file);
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
    void append(
            SinkRecord sinkRecord, IpcContent content, TopicPartition partition, SourcePartition source, long offset) {
        Gatherer gatherer = gatherers.of(content.schema());
        List<RowRun> runs = gatherer.runs(sinkRecord, content).stream()
                .filter(run -> !delivery.has(partition, run.directory(), offset))
                .toList();
        gatherer.append(runs);
        passTime(sinkRecord, source);
        Set<OutputFile> grown = new LinkedHashSet<>();
        for (RowRun run : runs) {
            OutputFile file = gatherer.file(partition, run.directory());
            if (file == null || !grown.contains(file)) {
                file = current(sinkRecord, source, file);
            }
            if (file == null) {
                file = file(sinkRecord, partition, source, run.directory(), offset);
                open.begin(file, gatherer, source);
            }
            gatherer.assign(file, run.rowCount());
            file.gathered(offset, run.rowCount());
            grown.add(file);
        }
        grown.forEach(open::endIfFull);
        if (gatherer.rowCount() >= memory.batchRowsMax() || gatherer.heapBytes() >= BATCH_BYTES_MAX) {
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
        return rowCount >= memory.batchRowsMax()
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
        seal(filled);
        if (filled.heapBytes() >= BATCH_BYTES_MAX) {
            // Or every few rows would look like a full batch from now on: columns keep their arrays.
            filled.trim();
        }
        open.endLarge();
        relieve();
    }

    /** Takes over topic-partitions, as {@link Delivery#takeOver}. */
    Map<TopicPartition, Long> takeOver(Collection<TopicPartition> partitions) {
        try {
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

    private void seal(Gatherer gatherer) {
        try {
            gatherer.seal(allocator, encoding);
        } catch (IOException e) {
            throw new ConnectException("could not encode a batch: " + e, e);
        } catch (OutOfMemoryException e) {
            throw new ConnectException(
                    "could not seal a batch of " + gatherer.rowCount() + " rows within "
                            + ParquetSinkConfig.MEMORY_BYTES_MAX.key() + " = " + memory.bytesMax() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Publishes every file that is full, large or old. */
    void rotate() {
        open.endAged(clock.millis());
        open.endPassed();
        open.endLarge();
        open.endLaggards();
        finishDue();
        relieve();
        if (delivery.settles()) {
            finished.deliver();
        }
    }

    /** Keeps the task inside its memory budget: encodes what is gathered, then spills pages, then ends files early. */
    private void relieve() {
        if (heapBytes() <= memory.bytesMax()) {
            return;
        }
        gatherers.all().forEach(this::seal);
        gatherers.all().forEach(Gatherer::trim);
        finishDue();
        gatherers.dropIdle();
        spill();
        open.endLargest(heapBytes() - memory.bytesAfterRelief());
        finishDue();
        gatherers.dropIdle();
    }

    private void spill() {
        PageSpill file = heapBytes() > memory.bytesAfterRelief() ? spill.file() : null;
        if (file == null) {
            return;
        }
        try {
            open.spillLargest(heapBytes() - memory.bytesAfterRelief(), file);
        } catch (IOException e) {
            spill.giveUp(e);
        }
    }

    /** Heap bytes held by gathered rows and by files that are not published. */
    long heapBytes() {
        return gatherers.heapBytes() + open.heapBytes() + finished.heapBytes() + encoders.retainedBytes();
    }

    /** Bytes of pages that wait in a local file. */
    long spilledBytes() {
        return spill.usedBytes();
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
        waiting.forEach(this::seal);
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
        finishDue();
    }

    /** Drops what is not published of {@code partitions}. */
    void drop(Collection<TopicPartition> partitions) {
        Set<TopicPartition> dropped = Set.copyOf(partitions);
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
        return open.nextDueMs(clock.millis());
    }

    /** Drops what is not published, ends the threads and closes the store. Idempotent. */
    @Override
    public void close() {
        try (store;
                allocator;
                encoders;
                threads;
                spill) {
            open.dropAll();
            finished.dropAll();
        }
    }
}
