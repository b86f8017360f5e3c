/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How a Connect value that is a whole batch is recognised: by the name of its schema, and by interfaces of the JDK,
 * since another plugin's class loader may have made it.
 */
public final class RecordBatches {
    /** The name of the schema of every batch: a list of structs, or bytes. */
    public static final String SCHEMA_NAME = "dev.quiver.RecordBatch";

    private static final int VERSION = 1;

    private RecordBatches() {}

    /**
     * The Arrow IPC bytes of a batch, or null if {@code value} is no batch. Whoever hands them to native code must
     * decode them with {@link dev.quiver.ipc.IpcDecoder} first, which checks them: the value may come from anywhere.
     */
    public static @Nullable ByteBuffer bytesOf(@Nullable Schema schema, @Nullable Object value) {
        if (schema == null || !SCHEMA_NAME.equals(schema.name())) {
            return null;
        }
        if (value instanceof Supplier<?> supplier && supplier.get() instanceof ByteBuffer bytes) {
            return bytes.asReadOnlyBuffer();
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        }
        return value instanceof ByteBuffer bytes ? bytes.asReadOnlyBuffer() : null;
    }

    /** The schema of batches of {@code rows}, which is a struct. */
    static Schema arrayOf(Schema rows) {
        return SchemaBuilder.array(rows).name(SCHEMA_NAME).version(VERSION).build();
    }

    /** The schema of batches as bytes. */
    static Schema bytes() {
        return SchemaBuilder.bytes().name(SCHEMA_NAME).version(VERSION).build();
    }
}
