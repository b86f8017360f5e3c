/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.PageCompressor;
import dev.quiver.store.ObjectStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
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

/**
 * All files of a task, from their first row to their publication: opens them, rotates each one on its own when it is
 * full, large or old, and ends the largest ones early when they outgrow the memory budget.
 */
final class TaskFiles implements AutoCloseable {
    /** Heap bytes of gathered rows after which a batch is sealed, however few rows it has. */
    private static final long BATCH_BYTES_MAX = 16 << 20;

    /** Rows between two looks at how large a batch is. */
    private static final int SIZE_CHECK_ROWS = 64;

    private final ParquetSinkConfig config;
    private final Clock clock;
    private final ObjectStore store;
    private final Publisher publisher;
    private final RetryDeadline retryDeadline;
    private final BufferAllocator allocator;
    private final PageCompressor compressor;
    private final Gatherers gatherers;

    /** Files that take rows, the oldest first. */
    private final Map<OutputFile, OpenFile> open = new LinkedHashMap<>();
    /** Files that take no more rows. */
    private final Set<OpenFile> due = new LinkedHashSet<>();
    /** Complete files on their way to the store. */
    private final Map<FinishedFile, OpenFile> finished = new LinkedHashMap<>();

    /** Takes ownership of {@code ownedStore}. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    TaskFiles(ParquetSinkConfig config, ObjectStore ownedStore, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.store = ownedStore;
        this.publisher = new Publisher(ownedStore, config.filesInFlightMax());
        this.retryDeadline = new RetryDeadline(clock, config.retryTimeout());
        this.allocator = new RootAllocator(config.memoryBytesMax());
        this.compressor = new PageCompressor(config.parquet());
        this.gatherers = new Gatherers(config.nullHandling(), config.partitioner());
    }

    /**
     * Gathers a row.
     *
     * @throws DataException if the row can never be written; nothing has changed then
     */
    void append(SinkRecord sinkRecord, Struct row, TopicPartition partition, SourcePartition source, long offset) {
        Gatherer gatherer = gatherers.of(row.schema());
        String directory = gatherer.directory(sinkRecord, row);
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
            seal(gatherer);
            relieve();
        }
    }

    private boolean isBatchFull(Gatherer gatherer) {
        int rowCount = gatherer.rowCount();
        return rowCount >= config.batchRowsMax()
                || (rowCount % SIZE_CHECK_ROWS == 0 && gatherer.heapBytes() >= BATCH_BYTES_MAX);
    }

    /** {@code file} takes no more rows. */
    private void end(OutputFile file) {
        OpenFile ended = Objects.requireNonNull(open.remove(file));
        ended.gatherer().detach(file);
        due.add(ended);
    }

    private void seal(Gatherer gatherer) {
        try {
            gatherer.seal(allocator, config.parquet(), compressor);
        } catch (IOException e) {
            throw new ConnectException("could not encode a batch: " + e.getMessage(), e);
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
        long nowMs = clock.millis();
        List<OutputFile> ended = new ArrayList<>();
        for (OutputFile file : open.keySet()) {
            if (config.flush().isAged(file.openedAtMs(), nowMs)
                    || file.byteCount() >= config.flush().bytesMax()) {
                ended.add(file);
            }
        }
        ended.forEach(this::end);
        finishDue();
        relieve();
    }

    /** Keeps the task inside its memory budget by ending the largest files early. */
    private void relieve() {
        if (heapBytes() <= config.memoryBytesMax()) {
            return;
        }
        gatherers.all().forEach(this::seal);
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

    private long heapBytes() {
        long sum = gatherers.heapBytes();
        for (OutputFile file : open.keySet()) {
            sum += file.heapBytes();
        }
        for (OpenFile file : due) {
            sum += file.file().heapBytes();
        }
        return sum;
    }

    private void finishDue() {
        if (due.isEmpty()) {
            return;
        }
        Set<Gatherer> waiting = new HashSet<>();
        due.forEach(file -> waiting.add(file.gatherer()));
        waiting.forEach(this::seal);
        for (OpenFile file : due) {
            finished.put(finish(file), file);
        }
        due.clear();
        publishFinished();
    }

    private static FinishedFile finish(OpenFile file) {
        try {
            return file.file().finish();
        } catch (IOException e) {
            throw new ConnectException("could not finish a file: " + e.getMessage(), e);
        }
    }

    /** Publishes the finished files, those of an earlier failure included. */
    void publishFinished() {
        if (finished.isEmpty()) {
            return;
        }
        Publisher.Outcome outcome = publisher.publish(List.copyOf(finished.keySet()));
        for (FinishedFile file : outcome.published()) {
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
        List<OutputFile> files = open.keySet().stream()
                .filter(file -> dropped.contains(file.source()))
                .toList();
        files.forEach(this::end);
        due.stream()
                .filter(file -> dropped.contains(file.file().source()))
                .forEach(file -> file.file().close());
        due.removeIf(file -> file.file().isClosed());
        finished.keySet().removeIf(file -> dropped.contains(file.source()));
    }

    /** Milliseconds until the oldest file is due; at least 1. */
    long nextDueMs() {
        long ageMaxMs = config.flush().ageMax().toMillis();
        if (open.isEmpty()) {
            return ageMaxMs;
        }
        long oldestMs = open.keySet().iterator().next().openedAtMs();
        return Math.max(1, oldestMs + ageMaxMs - clock.millis());
    }

    @Override
    public void close() {
        publisher.close();
        open.keySet().forEach(OutputFile::close);
        due.forEach(file -> file.file().close());
        compressor.close();
        allocator.close();
        store.close();
    }
}
