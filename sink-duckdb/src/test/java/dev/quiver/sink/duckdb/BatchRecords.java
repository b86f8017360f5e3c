/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.converter.ArrowConverter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.sink.SinkRecord;

/** Sink records that hold Arrow batches, made as the converter makes them. */
final class BatchRecords {
    private BatchRecords() {}

    /** Fills vectors. */
    interface Filling {
        void fill(VectorSchemaRoot root);
    }

    /** A record with one batch of the columns {@code fields}. */
    static SinkRecord of(BufferAllocator allocator, long offset, Filling filling, Field... fields) throws IOException {
        byte[] stream;
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(fields)), allocator)) {
            root.allocateNew();
            filling.fill(root);
            stream = IpcBytes.of(root);
        }
        try (ArrowConverter converter = new ArrowConverter()) {
            converter.configure(Map.of(), false);
            SchemaAndValue value = converter.toConnectData(Records.TOPIC, stream);
            return Records.of(Records.P0, offset, value.schema(), value.value());
        }
    }
}
