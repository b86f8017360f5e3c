/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.BadRecords;
import dev.quiver.connect.RecordCoordinates;
import dev.quiver.ipc.IpcContent;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records in and says which offsets are safe. A record belongs to the topic-partition it was read from, whatever
 * transformations made of it. Not one row is committed before its file is published. One thread, but for the calls of
 * the store.
 */
final class ParquetSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetSink.class);

    private final ParquetSinkConfig config;
    private final BadRecords badRecords;
    private final Consumer consumer;
    private final TaskFiles files;
    private final RecordRows rows;
    private final SinkMetrics metrics;
    private final Map<TopicPartition, SourcePartition> sources = new HashMap<>();
    private final BatchRecords batchRecords = new BatchRecords();
    private final Redelivery redelivery = new Redelivery();
    /** That of the record before: records come in runs of one partition. */
    private @Nullable TopicPartition lastPartition;

    /** Partitions that earlier owners may still write. */
    private final Set<TopicPartition> notTakenOver = new LinkedHashSet<>();
    /** Where consumers were told to read from: what they hand in until they have heard does not count. */
    private final Map<TopicPartition, Long> seeking = new HashMap<>();

    /** Partitions that the consumer does not read while the store is slow. */
    private final Set<TopicPartition> paused = new LinkedHashSet<>();

    /** Those that were paused before they went: a worker that gives one of them back pauses it again. */
    private final Set<TopicPartition> pausedBefore = new HashSet<>();

    /**
     * The first offset in a batch that was to be handed in again when a partition came: a worker may take the end of
     * that batch for the position of its consumer, until a record comes.
     */
    private final Map<TopicPartition, Long> unsure = new HashMap<>();

    private boolean redelivering;

    /** Takes ownership of {@code ownedStore}. */
    ParquetSink(
            ParquetSinkConfig config, ObjectStore ownedStore, BadRecords badRecords, Consumer consumer, Clock clock) {
        this.config = config;
        this.badRecords = badRecords;
        this.consumer = consumer;
        this.metrics = new SinkMetrics(clock, config.memory().bytesMax());
        this.files = new TaskFiles(config, ownedStore, metrics, clock);
        this.rows = new RecordRows(config.records());
    }

    /** Tells the consumer what to read. */
    interface Consumer {
        /** Reading of {@code partition} goes on at {@code offset} with the next poll. */
        void seek(TopicPartition partition, long offset);

        /** Nothing of {@code partitions} is read until {@link #resume}. */
        void pause(Collection<TopicPartition> partitions);

        /** {@code partitions} are read again. */
        void resume(Collection<TopicPartition> partitions);
    }

    /**
     * Finds out whether the store can be used; if it does not answer, the first call of {@link #put} does.
     *
     * @throws StoreException if it cannot be used
     */
    void probe() throws StoreException {
        try {
            files.probe().ask();
        } catch (StoreException e) {
            if (!e.isRetriable()) {
                throw e;
            }
            LOG.warn("the store does not answer yet: {}", e.getMessage());
        }
    }

    /** What the task tells of itself. */
    SinkMetrics metrics() {
        return metrics;
    }

    /** Begins to take in records of {@code partitions}, with the next call of {@link #put}. */
    void open(Collection<TopicPartition> partitions) {
        forget(partitions);
        notTakenOver.addAll(partitions);
        for (TopicPartition partition : partitions) {
            sources.put(partition, new SourcePartition());
            redelivery.firstOffset(partition).ifPresent(offset -> unsure.put(partition, offset));
        }
    }

    /** Forgets {@code partitions}: what is not published yet will be read again by their next owner. */
    void close(Collection<TopicPartition> partitions) {
        if (config.delivery().flushesOnClose()) {
            flush(partitions);
        }
        partitions.forEach(sources::remove);
        forget(partitions);
    }

    /** The partitions go whether or not this succeeds: their next owner does what is left. */
    private void flush(Collection<TopicPartition> partitions) {
        try {
            files.flush(partitions);
        } catch (ConnectException e) {
            LOG.warn("did not deliver everything of {} before it goes: {}", partitions, e.getMessage());
        }
    }

    private void forget(Collection<TopicPartition> partitions) {
        files.drop(partitions);
        notTakenOver.removeAll(partitions);
        seeking.keySet().removeAll(partitions);
        unsure.keySet().removeAll(partitions);
        partitions.stream().filter(paused::remove).forEach(pausedBefore::add);
        partitions.forEach(rows::forget);
    }

    /**
     * Takes records in and publishes the files that are due.
     *
     * @throws RetriableException if the store fails but may recover; the same records may be handed in again, those
     *     taken in are passed over
     * @throws ConnectException if the store fails for good, or a record cannot be written and nobody takes it
     */
    void put(Collection<SinkRecord> records) {
        files.beginTurn();
        try {
            if (!redelivering) {
                seeking.clear();
            }
            takeOver(records);
            files.publishFinished();
            if (!records.isEmpty()) {
                files.requireRoom();
            }
            for (SinkRecord sinkRecord : records) {
                take(sinkRecord);
            }
            files.rotate();
            if (redelivering) {
                // The worker now takes what is behind the batch for the position of its consumer.
                seeking.forEach(consumer::seek);
            }
            pause();
            redelivery.succeeded();
            redelivering = false;
        } catch (RetriableException e) {
            redelivering = true;
            redelivery.failed(records, sinkRecord -> sources.get(RecordCoordinates.topicPartition(sinkRecord)));
            throw e;
        } finally {
            metrics.reported.set(badRecords.reportedCount());
            metrics.update(files.state(sources.size()));
        }
    }

    /** Reads no more while the store takes longer than a poll may, and goes on when it has caught up. */
    private void pause() {
        if (!files.isBusy()) {
            resume();
            return;
        }
        List<TopicPartition> added = sources.keySet().stream()
                .filter(partition -> !paused.contains(partition))
                .toList();
        if (!added.isEmpty()) {
            LOG.info("the store is slow: reading of {} partitions waits for it", added.size());
            consumer.pause(added);
            paused.addAll(added);
        }
    }

    private void resume() {
        for (TopicPartition partition : sources.keySet()) {
            if (pausedBefore.remove(partition)) {
                paused.add(partition);
            }
        }
        if (!paused.isEmpty()) {
            consumer.resume(List.copyOf(paused));
            paused.clear();
        }
    }

    /** What an earlier owner committed decides where reading begins, whatever the consumer's group says. */
    private void takeOver(Collection<SinkRecord> records) {
        if (notTakenOver.isEmpty()) {
            return;
        }
        Map<TopicPartition, SourcePartition> taken = new HashMap<>(sources);
        taken.keySet().retainAll(notTakenOver);
        Map<TopicPartition, Long> starts = files.takeOver(taken);
        Map<TopicPartition, Long> first = firstOffsets(records);
        notTakenOver.clear();
        starts.forEach((partition, offset) -> {
            // Reading again what was just read would report bad records twice.
            if (!offset.equals(first.get(partition))) {
                consumer.seek(partition, offset);
                seeking.put(partition, offset);
            }
            unsure.remove(partition);
            Objects.requireNonNull(sources.get(partition)).startAt(offset);
        });
    }

    /** The offsets of the first records of the partitions that are taken over, without those of earlier owners. */
    private Map<TopicPartition, Long> firstOffsets(Collection<SinkRecord> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (SinkRecord sinkRecord : records) {
            TopicPartition partition = RecordCoordinates.topicPartition(sinkRecord);
            SourcePartition source = sources.get(partition);
            if (source != null && !redelivery.isLeftOver(sinkRecord, source)) {
                first.putIfAbsent(partition, RecordCoordinates.offset(sinkRecord));
            }
        }
        return first;
    }

    private void take(SinkRecord sinkRecord) {
        TopicPartition partition = partition(sinkRecord);
        long offset = RecordCoordinates.offset(sinkRecord);
        SourcePartition source = sources.get(partition);
        if (source == null && !redelivery.has(sinkRecord)) {
            throw new ConnectException("could not write record " + RecordCoordinates.describe(sinkRecord)
                    + ": the partition is not assigned to this task; a transformation changed the topic on a worker"
                    + " before 3.6, or dropped where the record was read from");
        }
        if (seeking.containsKey(partition)) {
            return;
        }
        if (source == null || redelivery.isLeftOver(sinkRecord, source)) {
            LOG.debug("passed over {}@{}: the partition is not ours any more", partition, offset);
            return;
        }
        if (source.has(offset)) {
            if (redelivery.has(sinkRecord)) {
                return;
            }
            rewind(partition, source, offset);
        }
        if (sinkRecord.value() != null || config.records().writesNulls()) {
            takeRow(sinkRecord, partition, source, offset);
        } else {
            takeNull(sinkRecord);
        }
        source.advance(offset);
        unsure.remove(partition);
        files.sealFull();
    }

    private TopicPartition partition(SinkRecord sinkRecord) {
        if (lastPartition == null || !RecordCoordinates.isFrom(sinkRecord, lastPartition)) {
            lastPartition = RecordCoordinates.topicPartition(sinkRecord);
        }
        return lastPartition;
    }

    /** The log was cut or made anew: other records may stand at the same offsets, so none may be passed over. */
    private void rewind(TopicPartition partition, SourcePartition source, long offset) {
        LOG.warn("reading of {} went back from {} to {}: rows may be doubled", partition, source.nextOffset(), offset);
        files.rewind(partition, offset);
        source.rewind(offset);
    }

    private void takeRow(SinkRecord sinkRecord, TopicPartition partition, SourcePartition source, long offset) {
        try {
            IpcContent content = batchRecords.content(sinkRecord);
            if (content != null) {
                BatchRows batch = new BatchRows(content, rows.beside(sinkRecord, partition));
                files.append(sinkRecord, batch, partition, source, offset);
                return;
            }
            RecordRow row = rows.row(sinkRecord, partition);
            if (row == null) {
                metrics.skipped.incrementAndGet();
            } else {
                files.append(sinkRecord, row, partition, source, offset);
            }
        } catch (DataException e) {
            badRecords.report(sinkRecord, e);
        }
    }

    private void takeNull(SinkRecord sinkRecord) {
        switch (config.records().nullValues()) {
            case IGNORE, WRITE -> metrics.skipped.incrementAndGet();
            case REPORT -> badRecords.report(sinkRecord, new DataException("the value is null"));
            case FAIL ->
                throw new ConnectException("could not write record " + RecordCoordinates.describe(sinkRecord)
                        + ": the value is null and " + RecordConfig.NULL_VALUES.key() + " is fail");
        }
    }

    /** The offsets from which reading may start again, given the consumer's positions. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> consumed) {
        Map<TopicPartition, OffsetAndMetadata> committable = new HashMap<>();
        consumed.forEach((partition, position) -> {
            SourcePartition source = sources.get(partition);
            boolean isKnown = !notTakenOver.contains(partition)
                    && !seeking.containsKey(partition)
                    && position.offset() <= unsure.getOrDefault(partition, Long.MAX_VALUE);
            if (source != null && isKnown) {
                committable.put(partition, new OffsetAndMetadata(source.committable(position.offset())));
            }
        });
        return committable;
    }

    /** Heap bytes held by gathered rows and by files that are not published. */
    long heapBytes() {
        return files.heapBytes();
    }

    /** Bytes of pages that wait in a local file. */
    long spilledBytes() {
        return files.spilledBytes();
    }

    /** Rows that are taken in but not encoded yet. */
    long gatheredRowCount() {
        return files.gatheredRowCount();
    }

    /** Milliseconds until a file is due although no record comes; at least 1. */
    long nextDueMs() {
        return files.nextDueMs();
    }

    @Override
    public void close() {
        LOG.info("records passed over: {}, reported: {}", metrics.skipped, badRecords.reportedCount());
        files.close();
    }
}
