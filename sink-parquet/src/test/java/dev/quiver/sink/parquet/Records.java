/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Sink records of the topic {@code logs}, whose column {@code id} is their offset. */
final class Records {
    static final String TOPIC = "logs";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);

    static final Schema SCHEMA = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("kind", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private Records() {}

    /** A row at {@code offset}. */
    static SinkRecord row(TopicPartition partition, long offset) {
        return row(partition, offset, "k");
    }

    /** A row at {@code offset} of {@code kind}. */
    static SinkRecord row(TopicPartition partition, long offset, @Nullable String kind) {
        return of(partition, offset, new Struct(SCHEMA).put("id", offset).put("kind", kind));
    }

    /** A record with any struct. */
    static SinkRecord of(TopicPartition partition, long offset, Struct value) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, value.schema(), value, offset);
    }

    /** A record with any value. */
    static SinkRecord of(TopicPartition partition, long offset, @Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(partition.topic(), partition.partition(), null, null, schema, value, offset);
    }

    /** Rows at the offsets from {@code from} up to {@code to}. */
    static List<SinkRecord> rows(TopicPartition partition, long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> row(partition, offset))
                .toList();
    }

    /** A row whose topic a transformation has changed. */
    static SinkRecord renamed(TopicPartition partition, long offset, String topic) {
        SinkRecord original = row(partition, offset);
        return new SinkRecord(
                topic,
                7,
                null,
                null,
                SCHEMA,
                original.value(),
                900 + offset,
                null,
                TimestampType.NO_TIMESTAMP_TYPE,
                null,
                partition.topic(),
                partition.partition(),
                offset);
    }
}
