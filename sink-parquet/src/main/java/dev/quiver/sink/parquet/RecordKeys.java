/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.BatchBuilder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Which schema the column of a record's key has. A null without a schema, which is what most converters make of a
 * missing key, has that of the key before it in its topic-partition: otherwise it would need a file of its own.
 */
final class RecordKeys {
    /** Keys that are written as texts, JSON where they are none. */
    static final Schema TEXT = SchemaBuilder.string().optional().build();

    private final Map<TopicPartition, Schema> latest = new HashMap<>();

    /** The schema for the key of {@code sinkRecord}, which was read from {@code partition}. */
    Schema schema(SinkRecord sinkRecord, TopicPartition partition) {
        Schema schema = sinkRecord.keySchema();
        if (schema == null) {
            Object key = sinkRecord.key();
            if (key == null) {
                return latest.getOrDefault(partition, TEXT);
            }
            schema = key instanceof byte[] || key instanceof ByteBuffer ? Schema.OPTIONAL_BYTES_SCHEMA : TEXT;
        }
        if (latest.get(partition) != schema) {
            requireFits(schema);
            latest.put(partition, schema);
        }
        return schema;
    }

    /** Those that refer to themselves would never end. */
    private static void requireFits(Schema schema) {
        if (!schema.type().isPrimitive()) {
            BatchBuilder.requireFits(SchemaBuilder.struct().field("key", schema).build());
        }
    }

    /** Forgets the keys of {@code partition}. */
    void forget(TopicPartition partition) {
        latest.remove(partition);
    }
}
