/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
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
    static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();

    private Records() {}

    /** A row at {@code offset}. */
    static SinkRecord row(TopicPartition partition, long offset) {
        return row(partition, offset, "k");
    }

    /** A row at {@code offset} of {@code kind}. */
    static SinkRecord row(TopicPartition partition, long offset, @Nullable String kind) {
        return of(partition, offset, new Struct(SCHEMA).put("id", offset).put("kind", kind));
    }

    /** A row at {@code offset} with a key. */
    static SinkRecord keyed(TopicPartition partition, long offset, long id, @Nullable String kind) {
        Struct value = new Struct(SCHEMA).put("id", id).put("kind", kind);
        return new SinkRecord(partition.topic(), partition.partition(), KEY, key(id), SCHEMA, value, offset);
    }

    /** A record that says that {@code id} is gone. */
    static SinkRecord tombstone(TopicPartition partition, long offset, long id) {
        return new SinkRecord(partition.topic(), partition.partition(), KEY, key(id), null, null, offset);
    }

    private static Struct key(long id) {
        return new Struct(KEY).put("id", id);
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
}
