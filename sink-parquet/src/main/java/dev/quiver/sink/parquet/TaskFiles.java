/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.PageCompressor;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /**
     * Output partitions that may be delivered further than the oldest file of their topic-partition: each one is a line
     * of the ledger.
     */
    private static final int AHEAD_MAX = 500;

    private final ParquetSinkConfig config;
    private final Clock clock;
    private final ObjectStore store;
    private final StoreThreads threads;
    private final Delivery delivery;
    private final RetryDeadline retryDeadline;
    private final BufferAllocator allocator;
    private final PageCompressor compressor;
    private final ParquetEncoding encoding;
    private final Gatherers gatherers;

    /** Files that take rows, the oldest first. */
    private final Map<OutputFile, OpenFile> open = new LinkedHashMap<>();
    /** Files that take no more rows. */
    private final Set<OpenFile> due = new LinkedHashSet<>();
    /** Complete files on their way to the store. */
    private final Map<FinishedFile, OpenFile> finished = new LinkedHashMap<>();
    /** The gatherer whose batch is full since the last row, if any. */
    private @Nullable Gatherer full;

    /** Takes ownership of {@code ownedStore}, which it closes when it cannot be made. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    TaskFiles(ParquetSinkConfig config, ObjectStore ownedStore, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.store = ownedStore;
        this.retryDeadline = new RetryDeadline(clock, config.retryTimeout());
        List<AutoCloseable> made = new ArrayList<>(List.of(ownedStore));
        try {
            this.compressor = new PageCompressor(config.parquet());
            made.add(compressor);
            this.allocator = new RootAllocator(config.memoryBytesMax() * ARROW_LIMIT_FACTOR);
            made.add(allocator);
            this.threads = new StoreThreads(config.filesInFlightMax());
            made.clear();
        } finally {
            made.forEach(TaskFiles::closeUnused);
        }
        this.delivery = config.delivery().over(ownedStore, threads);
        this.encoding = new ParquetEncoding(config.parquet(), compressor);
        this.gatherers = new Gatherers(config.nullHandling(), config.partitioner(), encoding);
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
        Gatherer gatherer = gatherers.of(row.schema());
        String directory = gatherer.directory(sinkRecord, row);
        if (delivery.has(partition, directory, offset)) {
            return;
        }
        OutputFile file = gatherer.file(partition, directory);
        if (file == null) {
            file = new OutputFile(partition, directory, offset, clock.millis());
            gatherer.append(row, file);
            gatherer.open(file);
            open.put(file, new OpenFile(file, gatherer, source, source.begin(offset)));
        } else {
            gatherer.append(row, file);
        }
        file.gathered(offset);
        if (file.rowCount() >= config.flush().rowsMax()) {
            end(file);
        }
        if (isBatchFull(gatherer)) {
            full = gatherer;
        }
    }

    private boolean isBatchFull(Gatherer gatherer) {
        int rowCount = gatherer.rowCount();
        return rowCount >= config.batchRowsMax()
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
        endLarge();
        relieve();
    }

    /** {@code file} takes no more rows, nor do those that must end with it. */
    private void end(OutputFile file) {
        if (!delivery.endsTogether()) {
            endOne(file);
            return;
        }
        for (Gatherer gatherer : gatherers.all()) {
            OutputFile sibling = gatherer.file(file.source(), file.directory());
            if (sibling != null) {
                endOne(sibling);
            }
        }
    }

    private void endOne(OutputFile file) {
        OpenFile ended = open.remove(file);
        if (ended != null) {
            ended.gatherer().detach(file);
            due.add(ended);
        }
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
        end(partition);
        delivery.rewind(partition, offset);
    }

    /** No file of {@code partition} takes more rows. */
    private void end(TopicPartition partition) {
        openFilesOf(Set.of(partition)).forEach(this::end);
    }

    private List<OutputFile> openFilesOf(Set<TopicPartition> partitions) {
        return open.keySet().stream()
                .filter(file -> partitions.contains(file.source()))
                .toList();
    }

    private void seal(Gatherer gatherer) {
        try {
            gatherer.seal(allocator, encoding);
        } catch (IOException e) {
            throw new ConnectException("could not encode a batch: " + e, e);
        } catch (OutOfMemoryException e) {
            throw new ConnectException(
                    "could not seal a batch of " + gatherer.rowCount() + " rows within "
                            + ParquetSinkConfig.MEMORY_BYTES_MAX.key() + " = " + config.memoryBytesMax() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** Publishes every file that is full, large or old. */
    void rotate() {
        endAged();
        endLarge();
        endLaggards();
        finishDue();
        relieve();
    }

    /** Ends the oldest file of each topic-partition that many others have overtaken. */
    private void endLaggards() {
        Set<TopicPartition> seen = new HashSet<>();
        for (OutputFile file : List.copyOf(open.keySet())) {
            if (seen.add(file.source()) && delivery.aheadCount(file.source()) > AHEAD_MAX) {
                end(file);
            }
        }
    }

    private void endAged() {
        long nowMs = clock.millis();
        List<OutputFile> aged = new ArrayList<>();
        for (OutputFile file : open.keySet()) {
            if (!config.flush().isAged(file.openedAtMs(), nowMs)) {
                break;
            }
            aged.add(file);
        }
        aged.forEach(this::end);
    }

    private void endLarge() {
        List<OutputFile> large = new ArrayList<>();
        for (OutputFile file : open.keySet()) {
            if (file.byteCount() >= config.flush().bytesMax()) {
                large.add(file);
            }
        }
        large.forEach(this::end);
    }

    /** Keeps the task inside its memory budget by ending the largest files early. */
    private void relieve() {
        if (heapBytes() <= config.memoryBytesMax()) {
            return;
        }
        gatherers.all().forEach(this::seal);
        gatherers.all().forEach(Gatherer::trim);
        finishDue();
        gatherers.dropIdle();
        long excess = heapBytes() - config.memoryBytesMax() / 4 * 3;
        for (OutputFile file : largestFirst()) {
            if (excess <= 0) {
                break;
            }
            excess -= file.heapBytes();
            end(file);
        }
        finishDue();
        gatherers.dropIdle();
    }

    private List<OutputFile> largestFirst() {
        return open.keySet().stream()
                .sorted(Comparator.comparingLong(OutputFile::heapBytes).reversed())
                .toList();
    }

    /** Heap bytes held by gathered rows and by files that are not published. */
    long heapBytes() {
        long sum = gatherers.heapBytes();
        for (OutputFile file : open.keySet()) {
            sum += file.heapBytes();
        }
        for (OpenFile file : due) {
            sum += file.file().heapBytes();
        }
        for (FinishedFile file : finished.keySet()) {
            sum += file.bytes().heapBytes();
        }
        return sum;
    }

    /** Rows that are gathered but not encoded yet. */
    long gatheredRowCount() {
        return gatherers.all().stream().mapToLong(Gatherer::rowCount).sum();
    }

    private void finishDue() {
        if (due.isEmpty()) {
            return;
        }
        Set<Gatherer> waiting = new HashSet<>();
        due.forEach(file -> waiting.add(file.gatherer()));
        waiting.forEach(this::seal);
        Iterator<OpenFile> files = due.iterator();
        while (files.hasNext()) {
            OpenFile file = files.next();
            finished.put(finish(file), file);
            files.remove();
        }
        publishFinished();
    }

    private static FinishedFile finish(OpenFile file) {
        try {
            return file.file().finish();
        } catch (IOException e) {
            throw new ConnectException(
                    "could not finish the file of " + file.file().source() + " from offset "
                            + file.file().firstOffset() + ": " + e,
                    e);
        }
    }

    /** Publishes the finished files, those of an earlier failure included. */
    void publishFinished() {
        if (finished.isEmpty()) {
            return;
        }
        StoreThreads.Outcome<FinishedFile> outcome = delivery.deliver(Map.copyOf(finished));
        for (FinishedFile file : outcome.done()) {
            OpenFile published = Objects.requireNonNull(finished.remove(file));
            published.source().published(published.unpublished());
        }
        if (outcome.failure() != null) {
            throw retryDeadline.failed(outcome.failure());
        }
        retryDeadline.succeeded();
    }

    /** Drops what is not published of {@code partitions}. */
    void drop(Collection<TopicPartition> partitions) {
        Set<TopicPartition> dropped = Set.copyOf(partitions);
        openFilesOf(dropped).forEach(this::end);
        due.stream()
                .filter(file -> dropped.contains(file.file().source()))
                .forEach(file -> file.file().close());
        due.removeIf(file -> file.file().isClosed());
        finished.keySet().removeIf(file -> dropped.contains(file.source()));
        delivery.giveUp(dropped);
        if (finished.isEmpty()) {
            retryDeadline.succeeded();
        }
    }

    /** Milliseconds until the oldest file is due; at least 1. */
    long nextDueMs() {
        long ageMaxMs = config.flush().ageMax().toMillis();
        if (open.isEmpty()) {
            return ageMaxMs;
        }
        long oldestMs = clock.millis() - open.keySet().iterator().next().openedAtMs();
        return Math.max(1, ageMaxMs - oldestMs);
    }

    /** Drops what is not published, ends the threads and closes the store. Idempotent. */
    @Override
    public void close() {
        try (store;
                allocator;
                compressor;
                threads) {
            drop(open.keySet().stream().map(OutputFile::source).toList());
            due.forEach(file -> file.file().close());
            due.clear();
            finished.clear();
        }
    }
}
