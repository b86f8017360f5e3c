/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column on the heap, laid out as Arrow lays them out. One class for all kinds, so that loops over
 * rows call it directly. Which methods may be called follows from the {@link ColumnKind}; none checks.
 */
public final class Column {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A column that the file does not have: every value is null. */
    static final Column ABSENT = new Column(null, new byte[0], null, 0, false, true);

    private final byte @Nullable [] validity;
    private final byte[] values;
    private final int @Nullable [] offsets;
    private final int width;
    private final boolean unsigned;
    private final boolean absent;

    private Column(
            byte @Nullable [] validity,
            byte[] values,
            int @Nullable [] offsets,
            int width,
            boolean unsigned,
            boolean absent) {
        this.validity = validity;
        this.values = values;
        this.offsets = offsets;
        this.width = width;
        this.unsigned = unsigned;
        this.absent = absent;
    }

    /** Values of {@code width} bytes each, 0 for single bits. */
    static Column fixed(byte @Nullable [] validity, byte[] values, int width, boolean unsigned) {
        return new Column(validity, values, null, width, unsigned, false);
    }

    /** Byte strings, value {@code row} from {@code offsets[row]} up to {@code offsets[row + 1]}. */
    static Column variable(byte @Nullable [] validity, byte[] values, int[] offsets) {
        return new Column(validity, values, offsets, 0, false, false);
    }

    /** Whether the file has no such column. */
    public boolean isAbsent() {
        return absent;
    }

    /** Whether whole numbers have no sign and at most {@code bytes} bytes. */
    public boolean isUnsignedOf(int bytes) {
        return unsigned && width <= bytes;
    }

    /** Whether {@code row} has no value. */
    public boolean isNull(int row) {
        return absent || (validity != null && ((validity[row >> 3] >> (row & 7)) & 1) == 0);
    }

    /** The whole number in {@code row}; what stands there if it is null. */
    public long number(int row) {
        return switch (width) {
            case 1 -> unsigned ? values[row] & 0xFF : values[row];
            case 2 -> unsigned ? (short) SHORTS.get(values, 2 * row) & 0xFFFF : (short) SHORTS.get(values, 2 * row);
            case 4 -> unsigned ? (int) INTS.get(values, 4 * row) & 0xFFFFFFFFL : (int) INTS.get(values, 4 * row);
            default -> (long) LONGS.get(values, 8 * row);
        };
    }

    /** The key in {@code row}, which has no sign whatever the column says; {@link KeyIndex#NO_KEY} if it is null. */
    long key(int row) {
        if (isNull(row)) {
            return KeyIndex.NO_KEY;
        }
        long key = number(row);
        return width == Integer.BYTES ? key & 0xFFFFFFFFL : key;
    }

    /** The whole number in {@code row}, {@code otherwise} if there is none. */
    public long numberOr(int row, long otherwise) {
        return isNull(row) ? otherwise : number(row);
    }

    /** The floating-point number in {@code row}. */
    public double real(int row) {
        return Double.longBitsToDouble((long) LONGS.get(values, 8 * row));
    }

    /** Yes or no in {@code row}. */
    public boolean flag(int row) {
        return ((values[row >> 3] >> (row & 7)) & 1) != 0;
    }

    /** The array that has the byte strings. */
    public byte[] array() {
        return values;
    }

    /** Where the byte string of {@code row} begins. */
    public int start(int row) {
        return offsets == null ? row * width : offsets[row];
    }

    /** Where the byte string of {@code row} ends. */
    public int end(int row) {
        return offsets == null ? (row + 1) * width : offsets[row + 1];
    }

    /** The bytes in {@code row}. */
    public byte[] bytes(int row) {
        return Arrays.copyOfRange(values, start(row), end(row));
    }

    /** The text in {@code row}. */
    public String text(int row) {
        int start = start(row);
        return new String(values, start, end(row) - start, StandardCharsets.UTF_8);
    }

    /** Bytes on the heap. */
    long heapBytes() {
        long bytes = values.length;
        bytes += validity == null ? 0 : validity.length;
        return bytes + (offsets == null ? 0 : 4L * offsets.length);
    }
}
