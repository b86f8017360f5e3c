/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.RecordCoordinates;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
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
 * Takes records in and says which offsets are safe: those that the database has. A record belongs to the
 * topic-partition it was read from, whatever transformations made of it. One thread; another one puts rows into the
 * database meanwhile.
 */
final class DuckDbSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbSink.class);

    private final DuckDbSinkConfig config;
    private final Refusals refusals;
    private final Seek seek;
    private final Clock clock;
    private final RecordTaker taker;
    private final Shards shards;
    private final Loads loads;
    private final Redelivery redelivery = new Redelivery();
    private final SinkMetrics metrics;
    /** Where consumers were told to read from: what they hand in until they have heard does not count. */
    private final Map<TopicPartition, Long> seeking = new HashMap<>();
    /** That of the record before: records come in runs of one partition. */
    private @Nullable TopicPartition lastPartition;

    DuckDbSink(DuckDbSinkConfig config, Refusals refusals, Seek seek, SinkMetrics metrics, Clock clock) {
        this.config = config;
        this.refusals = refusals;
        this.seek = seek;
        this.clock = clock;
        this.taker = new RecordTaker(config.write(), config.nullValues());
        this.shards = new Shards(config, refusals.areTaken(), clock);
        this.loads = new Loads(config, refusals, metrics, clock);
        this.metrics = metrics;
    }

    /** Tells the consumer where to read. */
    interface Seek {
        /** Reading of {@code partition} goes on at {@code offset} with the next poll. */
        void to(TopicPartition partition, long offset);
    }

    /** Begins to take in records of {@code partitions}, with the next call of {@link #put}. */
    void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            seeking.remove(partition);
            shards.of(partition).open(partition);
        }
    }

    /** Forgets {@code partitions} when their rows are in the database, or cannot get there soon. */
    void close(Collection<TopicPartition> partitions) {
        boolean isIn = loads.tryAll(shards.all());
        for (TopicPartition partition : partitions) {
            seeking.remove(partition);
            shards.of(partition).forget(partition);
        }
        if (!isIn) {
            LOG.warn("did not load everything of {} before it goes: it will be read again", partitions);
            restart();
        }
        for (Shard shard : shards.all()) {
            if (shard.partitions().isEmpty()) {
                // Another worker may need the file now.
                loads.afterwards(shard.database().detach());
            }
        }
    }

    private void restart() {
        loads.abandon();
        shards.all().forEach(Shard::restart);
    }

    /**
     * Takes records in and begins the transactions that are due.
     *
     * @throws RetriableException if the database fails but may recover; the same records may be handed in again, those
     *     taken in are passed over
     * @throws ConnectException if it fails for good, or a record cannot be written and nobody takes it
     */
    void put(Collection<SinkRecord> records) {
        try {
            if (!redelivery.isOn()) {
                seeking.clear();
            }
            collect();
            takeOver(records);
            for (SinkRecord sinkRecord : records) {
                take(sinkRecord);
            }
            loads.beginAged(shards.all());
            if (redelivery.isOn()) {
                // The worker now takes what is behind the batch for the position of its consumer.
                seeking.forEach(seek::to);
            }
            redelivery.succeeded();
            metrics.waiting(loads.oldestMs(shards.all()));
        } catch (BeginAgainException e) {
            redelivery.failed(records, sinkRecord -> shards.source(RecordCoordinates.topicPartition(sinkRecord)));
            restart();
            throw new RetriableException("begins again where the database is: " + e.getMessage(), e);
        } catch (RetriableException e) {
            redelivery.failed(records, sinkRecord -> shards.source(RecordCoordinates.topicPartition(sinkRecord)));
            throw e;
        }
    }

    /** Partitions that went to another task may have been in the last load, with others that are still here. */
    private void collect() {
        try {
            loads.collect();
        } catch (BeginAgainException e) {
            LOG.info("begins again where the database is: {}", e.getMessage());
            restart();
        }
    }

    /** What the database has decides where reading begins, whatever the consumer's group says. */
    private void takeOver(Collection<SinkRecord> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (Shard shard : shards.all()) {
            if (!shard.isTakenOver()) {
                if (first.isEmpty()) {
                    first.putAll(firstOffsets(records));
                }
                takeOver(shard, first);
            }
        }
    }

    private void takeOver(Shard shard, Map<TopicPartition, Long> first) {
        try {
            shard.takeOver().forEach((partition, offset) -> {
                // Reading again what was just read would report bad records twice.
                if (offset != null && !offset.equals(first.get(partition))) {
                    seek.to(partition, offset);
                    seeking.put(partition, offset);
                }
            });
            loads.retry().succeeded();
        } catch (DatabaseException e) {
            throw loads.retry().failed(e);
        }
    }

    /** The offsets of the first records of each partition, without those of earlier owners. */
    private Map<TopicPartition, Long> firstOffsets(Collection<SinkRecord> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        for (SinkRecord sinkRecord : records) {
            TopicPartition partition = RecordCoordinates.topicPartition(sinkRecord);
            if (!redelivery.isLeftOver(sinkRecord, shards.source(partition))) {
                first.putIfAbsent(partition, RecordCoordinates.offset(sinkRecord));
            }
        }
        return first;
    }

    private void take(SinkRecord sinkRecord) {
        TopicPartition partition = partition(sinkRecord);
        Shard shard = shards.of(partition);
        Source source = shard.source(partition);
        if (source == null && !redelivery.has(sinkRecord)) {
            throw new ConnectException("could not write record " + RecordCoordinates.describe(sinkRecord)
                    + ": the partition is not assigned to this task; a transformation changed the topic on a worker"
                    + " before 3.6, or dropped where the record was read from");
        }
        if (seeking.containsKey(partition)) {
            return;
        }
        if (source == null || redelivery.isLeftOver(sinkRecord, source)) {
            LOG.debug("passed over {}: the partition is not ours any more", RecordCoordinates.describe(sinkRecord));
            return;
        }
        long offset = RecordCoordinates.offset(sinkRecord);
        if (source.has(offset) && (redelivery.has(sinkRecord) || passesOver(sinkRecord, source, offset))) {
            return;
        }
        if (!source.isRefused(offset)) {
            take(sinkRecord, shard);
        }
        source.advance(offset);
        shard.touch(clock.millis());
        if (shards.isFull(shard, sinkRecord)) {
            loads.begin(shard);
        }
    }

    private void take(SinkRecord sinkRecord, Shard shard) {
        try {
            taker.take(sinkRecord, shard);
        } catch (DataException e) {
            refusals.report(sinkRecord, e);
            metrics.refused(1);
        }
    }

    private TopicPartition partition(SinkRecord sinkRecord) {
        if (lastPartition == null || !RecordCoordinates.isFrom(sinkRecord, lastPartition)) {
            lastPartition = RecordCoordinates.topicPartition(sinkRecord);
        }
        return lastPartition;
    }

    /** The log was cut or made anew: other records may stand at the same offsets. */
    private boolean passesOver(SinkRecord sinkRecord, Source source, long offset) {
        String what = "reading went back to " + RecordCoordinates.describe(sinkRecord) + " although the database has"
                + " everything before " + source.next();
        return switch (config.rewind()) {
            case FAIL ->
                throw new ConnectException(what + ": was the topic deleted and made anew? Change the offsets of the"
                        + " connector, or set " + DuckDbSinkConfig.REWIND.key());
            case IGNORE -> true;
            case ACCEPT -> {
                LOG.warn("{}: the records are taken for new ones", what);
                source.rewind(offset);
                yield false;
            }
        };
    }

    /** The offsets that are safe, as far as {@code current} asks for them. */
    Map<TopicPartition, OffsetAndMetadata> committable(Map<TopicPartition, OffsetAndMetadata> current) {
        // The group's offsets shall be exact when partitions go: another worker cannot always look into our file.
        loads.tryAll(shards.all());
        Map<TopicPartition, OffsetAndMetadata> safe = new HashMap<>();
        for (TopicPartition partition : current.keySet()) {
            Source source = shards.source(partition);
            Long committed = source == null ? null : source.committed();
            if (committed != null) {
                safe.put(partition, new OffsetAndMetadata(committed));
            }
        }
        return safe;
    }

    /** Milliseconds until {@link #put} should be called again even if no records come. */
    long nextDueMs() {
        return loads.nextDueMs(shards.all());
    }

    /** Loads what is gathered if that works soon, then gives the databases back. */
    @Override
    public void close() {
        if (!loads.tryAll(shards.all())) {
            LOG.warn("did not load everything before the end: it will be read again");
        }
        LOG.info("records passed over without a value: {}, reported: {}", taker.passedOverCount(), refusals.count());
        loads.end(shards::close);
    }
}
