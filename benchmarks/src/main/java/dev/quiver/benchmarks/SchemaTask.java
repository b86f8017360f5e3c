/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowSchemas;
import dev.quiver.arrow.ConnectSchemas;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcEncoder;
import dev.quiver.ipc.IpcLimits;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** A schema of 100 columns from Connect to Arrow to a message, or all the way back, with nothing remembered. */
abstract sealed class SchemaTask implements Task {
    static final int COLUMN_COUNT = 100;

    private final Schema schema = schema();

    private static Schema schema() {
        List<Field> fields = FlatRecords.SCHEMA.fields();
        SchemaBuilder schema = SchemaBuilder.struct().name("dev.quiver.benchmarks.WideRecord");
        for (int column = 0; column < COLUMN_COUNT; column++) {
            Field field = fields.get(column % fields.size());
            schema.field(field.name() + "_of_" + column, field.schema());
        }
        return schema.build();
    }

    /** The schema in a message. */
    byte[] message() {
        IpcEncoder encoder = new IpcEncoder(new ArrowSchemas(TypeOptions.DEFAULTS).of(schema), IpcCompression.NONE);
        return encoder.stream(List.of(), Dictionaries.NONE);
    }

    /** The schema in {@code message}. */
    static Schema schema(byte[] message) {
        return new ConnectSchemas(TypeOptions.DEFAULTS)
                .rows(new IpcDecoder(IpcLimits.DEFAULTS).decode(message).schema());
    }

    /** The schema that goes. */
    Schema original() {
        return schema;
    }

    @Override
    public void close() {}

    /** From Connect to a message. */
    static final class There extends SchemaTask {
        @Override
        public void run() {
            if (message().length < COLUMN_COUNT) {
                throw new IllegalStateException("lost columns");
            }
        }
    }

    /** From a message to Connect. */
    static final class Back extends SchemaTask {
        private final byte[] message = message();

        @Override
        public void run() {
            if (schema(message).fields().size() != COLUMN_COUNT) {
                throw new IllegalStateException("lost columns");
            }
        }
    }
}
