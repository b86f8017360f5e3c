/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.arrow.ArrowSchemas;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.HeapRows;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcEncoder;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Encodes values of one Connect schema as Arrow IPC streams. */
final class RowEncoder {
    /** Larger arrays are given back after each record: room for the largest record that a broker takes by default. */
    private static final long KEPT_BYTES_MAX = 4 << 20;

    /** Larger arrays are given back when another schema's turn comes: there may be many. */
    private static final long IDLE_BYTES_MAX = 64 << 10;

    /** After smaller streams nobody looks how large the arrays are: that takes a while for each. */
    private static final int SMALL_BYTES = 256 << 10;

    private final Schema rows;
    private final boolean isRoot;
    private final IpcEncoder encoder;
    private final BatchBuilder builder;
    /** Whether a small stream may come from large arrays. */
    private final boolean isShrinking;

    private final boolean isDirect;

    /**
     * For values of {@code schema}: a struct is a row, anything else the only column of one.
     *
     * @throws DataException if a type within has no Arrow equivalent; the message names the column
     */
    RowEncoder(Schema schema, ArrowConverterConfig config) {
        this.isRoot = schema.type() != Schema.Type.STRUCT;
        this.rows = isRoot
                ? SchemaBuilder.struct().field(ArrowSchemas.VALUE, schema).build()
                : schema;
        this.builder = BatchBuilder.inMessageFormat(rows, config.nullHandling(), config.types());
        org.apache.arrow.vector.types.pojo.Schema arrow = new ArrowSchemas(config.types()).of(schema);
        this.encoder = new IpcEncoder(arrow, config.compression());
        this.isDirect = encoder.isDirect();
        this.isShrinking = config.compression() != IpcCompression.NONE || isAnyFolded(arrow.getFields());
    }

    /** Whether values that repeat are there once. */
    private static boolean isAnyFolded(List<Field> fields) {
        return fields.stream()
                .anyMatch(field -> field.getDictionary() != null
                        || field.getType() instanceof ArrowType.RunEndEncoded
                        || isAnyFolded(field.getChildren()));
    }

    /**
     * The stream with one row for {@code value}.
     *
     * @throws DataException if it does not fit; the message names the column
     */
    byte[] one(Object value) {
        return stream(List.of(value));
    }

    /**
     * The stream with one row for each of {@code values}.
     *
     * @throws DataException if one does not fit; the message names the column
     */
    byte[] stream(List<?> values) {
        boolean isSmall = false;
        try {
            for (int index = 0; index < values.size(); index++) {
                builder.append(row(values.get(index)));
            }
            byte[] stream = isDirect ? encoder.stream(values.size(), builder::writeTo) : stream(builder.rowsOnHeap());
            isSmall = !isShrinking && stream.length < SMALL_BYTES;
            return stream;
        } finally {
            builder.clear();
            if (!isSmall) {
                keep(KEPT_BYTES_MAX);
            }
        }
    }

    private byte[] stream(HeapRows rows) {
        return encoder.stream(List.of(rows.batch()), rows.dictionaries());
    }

    /** Gives arrays back that are not needed while other schemas have their turn. */
    void rest() {
        keep(IDLE_BYTES_MAX);
    }

    private void keep(long bytesMax) {
        if (builder.byteCount() > bytesMax) {
            builder.release();
        }
    }

    private Struct row(@Nullable Object value) {
        if (value == null) {
            throw new DataException("a row of the list is null");
        }
        if (isRoot) {
            return new Struct(rows).put(ArrowSchemas.VALUE, value);
        }
        if (value instanceof Struct struct) {
            return struct;
        }
        throw new DataException("the value is a " + value.getClass().getName() + " but the schema is a struct");
    }
}
