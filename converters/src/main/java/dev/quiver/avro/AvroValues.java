/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of all fields of a record. For the usual types there is no call of a reader, which would have to be
 * found anew for each value. Cannot be changed.
 */
final class AvroValues {
    private static final int OTHER = 0;
    private static final int INT32 = 1;
    private static final int INT64 = 2;
    private static final int FLOAT64 = 3;
    private static final int FLAG = 4;
    private static final int TEXT = 5;
    private static final int INSTANT = 6;
    private static final int FLOAT32 = 7;

    private static final int NEVER_NULL = -1;

    private final int[] kinds;
    /** Which type of the union is null. */
    private final int[] nullIndexes;

    private final AvroReader[] readers;

    AvroValues(List<AvroReader> fields) {
        this.kinds = new int[fields.size()];
        this.nullIndexes = new int[kinds.length];
        this.readers = new AvroReader[kinds.length];
        for (int index = 0; index < kinds.length; index++) {
            AvroReader field = fields.get(index);
            boolean isNullable = field instanceof NestedReader.Optional;
            readers[index] = isNullable ? ((NestedReader.Optional) field).value() : field;
            nullIndexes[index] = isNullable ? ((NestedReader.Optional) field).nullIndex() : NEVER_NULL;
            kinds[index] = kind(readers[index]);
        }
    }

    private static int kind(AvroReader reader) {
        if (reader instanceof ScalarReader.Int32) {
            return INT32;
        }
        if (reader instanceof ScalarReader.Int64) {
            return INT64;
        }
        if (reader instanceof ScalarReader.Float64) {
            return FLOAT64;
        }
        if (reader instanceof ScalarReader.Flag) {
            return FLAG;
        }
        if (reader instanceof ScalarReader.Text) {
            return TEXT;
        }
        if (reader instanceof ScalarReader.Instant) {
            return INSTANT;
        }
        return reader instanceof ScalarReader.Float32 ? FLOAT32 : OTHER;
    }

    /** The values of the record at {@code cursor}. */
    @Nullable
    Object[] read(AvroCursor cursor) {
        @Nullable Object[] values = new @Nullable Object[kinds.length];
        for (int index = 0; index < values.length; index++) {
            if (nullIndexes[index] == NEVER_NULL || !cursor.readNull(nullIndexes[index])) {
                values[index] = value(cursor, index);
            }
        }
        return values;
    }

    private @Nullable Object value(AvroCursor cursor, int index) {
        return switch (kinds[index]) {
            case INT32 -> cursor.readInt();
            case INT64 -> cursor.readLong();
            case FLOAT64 -> Double.longBitsToDouble(cursor.readDoubleBits());
            case FLAG -> cursor.readBoolean();
            case TEXT -> {
                int length = cursor.readLength();
                yield new String(cursor.array(), cursor.take(length), length, StandardCharsets.UTF_8);
            }
            case INSTANT -> new Date(cursor.readLong());
            case FLOAT32 -> Float.intBitsToFloat(cursor.readFloatBits());
            default -> readers[index].read(cursor);
        };
    }
}
