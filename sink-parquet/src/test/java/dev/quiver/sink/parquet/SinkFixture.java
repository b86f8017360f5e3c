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
    final MemoryStore store = new MemoryStore();
    final SettableClock clock = new SettableClock();
    final FakeContext context;
    final ParquetSink sink;

    /** A sink with {@code settings}, key after value, beside those that a test needs anyway. */
    SinkFixture(String... settings) {
        this(FakeContext.withReporter(), settings);
    }

    SinkFixture(FakeContext context, String... settings) {
        this.context = context;
        this.sink = new ParquetSink(config(settings), store, BadRecords.of(context), clock);
        sink.open(List.of(Records.P0, Records.P1));
    }

    /** A configuration with {@code settings}; one file is published at a time, so that scripted failures are exact. */
    static ParquetSinkConfig config(String... settings) {
        return ParquetSinkConfig.parse(properties(settings));
    }

    static Map<String, String> properties(@Nullable String... settings) {
        Map<String, String> properties = new HashMap<>();
        properties.put("store.uri", "file:///unused");
        properties.put("files.in.flight.max", "1");
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
