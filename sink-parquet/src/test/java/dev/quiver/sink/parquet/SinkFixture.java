/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.BadRecords;
import dev.quiver.store.MemoryStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A sink with a store in memory, a clock that stands still, and the partitions {@code logs-0} and {@code logs-1}. */
final class SinkFixture implements AutoCloseable {
    final MemoryStore store;
    final SettableClock clock = new SettableClock();
    final FakeContext context;
    final ParquetSink sink;
    private final ParquetSinkConfig config;
    final FakeConsumer consumer = new FakeConsumer();
    /** Where the sink wants to read next. */
    final Map<TopicPartition, Long> seeks = consumer.seeks;

    /** A sink with {@code settings}, key after value, beside those that a test needs anyway. */
    SinkFixture(String... settings) {
        this(FakeContext.withReporter(), settings);
    }

    SinkFixture(FakeContext context, String... settings) {
        this(context, new MemoryStore(), config(settings));
        sink.put(List.of()); // as the worker does, even without records
    }

    private SinkFixture(FakeContext context, MemoryStore store, ParquetSinkConfig config) {
        this.context = context;
        this.store = store;
        this.config = config;
        this.sink = new ParquetSink(config, store, BadRecords.of(context), consumer, clock);
        sink.open(List.of(Records.P0, Records.P1));
    }

    /** Another task with the same configuration over the same objects, which has taken over. */
    @SuppressWarnings("MustBeClosedChecker") // the sink owns its store
    SinkFixture successor() {
        return takenOver(successorWithout());
    }

    /** Another task that has not been called since its partitions were opened. */
    @SuppressWarnings("MustBeClosedChecker") // the sink owns its store
    SinkFixture successorWithout() {
        return new SinkFixture(FakeContext.withReporter(), store.another(), config);
    }

    /** Another task with other settings that has taken over. */
    @SuppressWarnings("MustBeClosedChecker") // the sink owns its store
    SinkFixture successorWith(String... settings) {
        return takenOver(new SinkFixture(FakeContext.withReporter(), store.another(), config(settings)));
    }

    private static SinkFixture takenOver(SinkFixture next) {
        boolean takenOver = false;
        try {
            next.sink.put(List.of());
            takenOver = true;
            return next;
        } finally {
            if (!takenOver) {
                next.close();
            }
        }
    }

    /** A configuration with {@code settings}; one file is published at a time, so that scripted failures are exact. */
    static ParquetSinkConfig config(String... settings) {
        return ParquetSinkConfig.parse(properties(settings));
    }

    static Map<String, String> properties(@Nullable String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("store.uri", "file:///unused");
        properties.put("files.in.flight.max", "1");
        properties.put("delivery.guarantee", "at-least-once");
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return properties;
    }

    void put(Collection<SinkRecord> records) {
        sink.put(records);
    }

    void put(SinkRecord... records) {
        sink.put(List.of(records));
    }

    /** What the sink lets the worker commit, the consumer being at {@code position}; null for nothing. */
    @Nullable
    Long committable(TopicPartition partition, long position) {
        OffsetAndMetadata offset = sink.committable(Map.of(partition, new OffsetAndMetadata(position)))
                .get(partition);
        return offset == null ? null : offset.offset();
    }

    /** Ends all files: they grow too old. */
    void age() {
        clock.advance(ParquetSinkConfig.FLUSH_AGE_MAX_MS.in(
                Objects.requireNonNull(ParquetSinkConfig.DEFINITION.parse(properties()))));
        sink.put(List.of());
    }

    List<String> keys() {
        return List.copyOf(store.keys());
    }

    List<Long> ids() {
        return Published.ids(store);
    }

    @Override
    public void close() {
        sink.close();
    }
}
