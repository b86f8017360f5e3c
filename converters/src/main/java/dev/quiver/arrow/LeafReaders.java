/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import dev.quiver.ipc.HeapColumn;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.Objects;
import java.util.UUID;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Readers of values without children; none of them is asked for a null. */
final class LeafReaders {
    private static final int VIEW_BYTES = 16;
    private static final int INLINE_MAX = 12;
    /** Far from any real one; changing the scale to one without limit would take all memory. */
    private static final int SCALE_MAX = 1_000;

    private LeafReaders() {}

    /** Where the bytes of a value lie. */
    private interface Slice<T> {
        T of(byte[] array, int offset, int length);
    }

    static ColumnReader.Bound bits(HeapColumn column) {
        byte[] bits = column.array(1);
        int offset = column.offset(1);
        return index -> (bits[offset + (index >>> 3)] >>> (index & 7) & 1) != 0;
    }

    static ColumnReader.Bound bytesAsBooleans(HeapColumn column) {
        IntegerAccess numbers = IntegerAccess.signed(column);
        return index -> numbers.at(index) != 0;
    }

    static ColumnReader.Bound int32(HeapColumn column) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        return index -> (int) HeapArrays.INTS.get(array, offset + (index << 2));
    }

    static ColumnReader.Bound int64(HeapColumn column) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        return index -> (long) HeapArrays.LONGS.get(array, offset + (index << 3));
    }

    static ColumnReader.Bound float16(HeapColumn column) {
        IntegerAccess bits = IntegerAccess.signed(column);
        return index -> Float16.toFloat((short) bits.at(index));
    }

    static ColumnReader.Bound float32(HeapColumn column) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        return index -> Float.intBitsToFloat((int) HeapArrays.INTS.get(array, offset + (index << 2)));
    }

    static ColumnReader.Bound float64(HeapColumn column) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        return index -> Double.longBitsToDouble((long) HeapArrays.LONGS.get(array, offset + (index << 3)));
    }

    /** Numbers of any width as {@code type}, which holds them. */
    static ColumnReader.Bound integers(Column column, IntegerAccess numbers, Schema.Type type) {
        return switch (type) {
            case INT8 -> index -> (byte) numbers.at(index);
            case INT16 -> index -> (short) numbers.at(index);
            case INT32 ->
                index -> {
                    long number = numbers.at(index);
                    column.requireWithin(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
                    return (int) number;
                };
            default -> numbers::at;
        };
    }

    /** Seconds as milliseconds. */
    static ColumnReader.Bound seconds(Column column, IntegerAccess numbers) {
        return index -> column.multiplied(numbers.at(index), 1_000);
    }

    static ColumnReader.Bound dates(Column column, IntegerAccess numbers, long multiplier) {
        return index -> new Date(column.multiplied(numbers.at(index), multiplier));
    }

    /** Moments finer than milliseconds, cut off. */
    static ColumnReader.Bound truncatedDates(IntegerAccess numbers, long perMillisecond) {
        return index -> new Date(Math.floorDiv(numbers.at(index), perMillisecond));
    }

    static ColumnReader.Bound text(HeapColumn column) {
        if (column.layout() == ColumnLayout.VARIABLE) {
            return shortText(column.array(1), column.offset(1), column.array(2), column.offset(2));
        }
        return slices(column, (array, offset, length) -> new String(array, offset, length, StandardCharsets.UTF_8));
    }

    private static ColumnReader.Bound shortText(byte[] ends, int offset, byte[] data, int dataOffset) {
        return index -> {
            int at = offset + (index << 2);
            int start = HeapArrays.intAt(ends, at);
            int length = HeapArrays.intAt(ends, at + Integer.BYTES) - start;
            return new String(data, dataOffset + start, length, StandardCharsets.UTF_8);
        };
    }

    static ColumnReader.Bound bytes(HeapColumn column) {
        return slices(column, (array, offset, length) -> Arrays.copyOfRange(array, offset, offset + length));
    }

    private static ColumnReader.Bound slices(HeapColumn column, Slice<?> slice) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        if (column.layout() == ColumnLayout.FIXED) {
            int width = column.width();
            return index -> slice.of(array, offset + index * width, width);
        }
        if (column.layout() == ColumnLayout.VIEW) {
            return index -> view(column, offset + index * VIEW_BYTES, slice);
        }
        byte[] data = column.array(2);
        int dataOffset = column.offset(2);
        int width = column.layout() == ColumnLayout.LARGE_VARIABLE ? Long.BYTES : Integer.BYTES;
        return index -> {
            int start = HeapArrays.intAt(array, offset + index * width);
            int end = HeapArrays.intAt(array, offset + (index + 1) * width);
            return slice.of(data, dataOffset + start, end - start);
        };
    }

    private static Object view(HeapColumn column, int at, Slice<?> slice) {
        byte[] views = column.array(1);
        int length = HeapArrays.intAt(views, at);
        if (length <= INLINE_MAX) {
            return slice.of(views, at + Integer.BYTES, length);
        }
        int buffer = 2 + HeapArrays.intAt(views, at + 2 * Integer.BYTES);
        int start = HeapArrays.intAt(views, at + INLINE_MAX);
        return slice.of(column.array(buffer), column.offset(buffer) + start, length);
    }

    static ColumnReader.Bound uuids(HeapColumn column) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        return index -> {
            ByteBuffer bytes = ByteBuffer.wrap(array, offset + index * TypeTable.UUID_BYTES, TypeTable.UUID_BYTES);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        };
    }

    static ColumnReader.Bound zonedText(HeapColumn column) {
        IntegerAccess numbers = IntegerAccess.signed(column);
        return index -> Instant.EPOCH.plus(numbers.at(index), ChronoUnit.MICROS).toString();
    }

    static ColumnReader.Bound unsignedLongs(HeapColumn column) {
        IntegerAccess numbers = IntegerAccess.signed(column);
        return index -> new BigDecimal(new BigInteger(Long.toUnsignedString(numbers.at(index))));
    }

    /** Decimals of the scale that the Connect schema has. */
    static ColumnReader.Bound decimals(Column column, HeapColumn source, int connectScale) {
        ColumnReader.Bound stored = storedDecimals(source);
        if (((ArrowType.Decimal) source.type()).getScale() == connectScale) {
            return stored;
        }
        if (Math.abs((long) connectScale) > SCALE_MAX) {
            throw column.refused("the schema has scale " + connectScale + " but no decimal has");
        }
        return index -> {
            BigDecimal decimal = (BigDecimal) Objects.requireNonNull(stored.read(index));
            try {
                return decimal.setScale(connectScale, RoundingMode.UNNECESSARY);
            } catch (ArithmeticException e) {
                throw column.refused("a decimal has more digits than scale " + connectScale + " keeps");
            }
        };
    }

    private static ColumnReader.Bound storedDecimals(HeapColumn source) {
        int scale = ((ArrowType.Decimal) source.type()).getScale();
        int width = source.width();
        if (width <= Long.BYTES) {
            IntegerAccess numbers = IntegerAccess.signed(source);
            return index -> BigDecimal.valueOf(numbers.at(index), scale);
        }
        byte[] array = source.array(1);
        int offset = source.offset(1);
        return index -> decimal(array, offset + index * width, width, scale);
    }

    private static BigDecimal decimal(byte[] array, int at, int width, int scale) {
        long low = (long) HeapArrays.LONGS.get(array, at);
        boolean fits = true;
        for (int word = Long.BYTES; word < width; word += Long.BYTES) {
            fits &= (long) HeapArrays.LONGS.get(array, at + word) == low >> (Long.SIZE - 1);
        }
        if (fits) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = new byte[width];
        for (int index = 0; index < width; index++) {
            bigEndian[index] = array[at + width - 1 - index];
        }
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }

    /** {@code io.debezium.data.VariableScaleDecimal} of decimals or their text. */
    static ColumnReader.Bound variableScale(Column column, ColumnReader.Bound decimals, Schema schema) {
        return index -> {
            BigDecimal decimal = decimal(column, String.valueOf(decimals.read(index)));
            return new Struct(schema)
                    .put(LogicalNames.SCALE_FIELD, decimal.scale())
                    .put(LogicalNames.VALUE_FIELD, decimal.unscaledValue().toByteArray());
        };
    }

    private static BigDecimal decimal(Column column, String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw column.refused("the text is not a number");
        }
    }

    /** Intervals of two or three parts. */
    static ColumnReader.Bound intervals(HeapColumn column, Schema schema) {
        byte[] array = column.array(1);
        int offset = column.offset(1);
        int width = column.width();
        return index -> {
            int at = offset + index * width;
            Struct struct = new Struct(schema)
                    .put(schema.fields().get(0), HeapArrays.intAt(array, at))
                    .put(schema.fields().get(1), HeapArrays.intAt(array, at + Integer.BYTES));
            return width == Long.BYTES
                    ? struct
                    : struct.put(schema.fields().get(2), (long) HeapArrays.LONGS.get(array, at + Long.BYTES));
        };
    }
}
