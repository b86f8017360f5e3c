/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;

/**
 * A range of an Arrow buffer, copied to the heap: loops over an array are several times faster than over a buffer and
 * need no JVM flag. Positions are those of the vector. Reused; holds the largest range copied so far.
 */
final class HeapCopy {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[0];
    /** The buffer's byte that {@code bytes[0]} is a copy of. */
    private long origin;

    /** Copies the bytes from {@code start} up to {@code end}. */
    void copyBytes(ArrowBuf buffer, long start, long end) {
        int length = Math.toIntExact(end - start);
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, bytes.length + (bytes.length >> 1))];
        }
        origin = start;
        if (length > 0) {
            buffer.getBytes(start, bytes, 0, length);
        }
    }

    /** Copies the bits from {@code start} up to {@code end}. */
    void copyBits(ArrowBuf buffer, int start, int end) {
        copyBytes(buffer, start >>> 3, start < end ? (end + 7L) >>> 3 : start >>> 3);
    }

    /** Copies values of {@code width} bytes from {@code start} up to {@code end}. */
    void copyValues(ArrowBuf buffer, int start, int end, int width) {
        copyBytes(buffer, (long) start * width, (long) Math.max(start, end) * width);
    }

    boolean isBitSet(int index) {
        return (bytes[(int) ((index >>> 3) - origin)] >>> (index & 7) & 1) != 0;
    }

    byte byteAt(int index) {
        return bytes[(int) (index - origin)];
    }

    short shortAt(int index) {
        return (short) SHORTS.get(bytes, (int) (((long) index << 1) - origin));
    }

    int intAt(int index) {
        return (int) INTS.get(bytes, (int) (((long) index << 2) - origin));
    }

    long longAt(int index) {
        return (long) LONGS.get(bytes, (int) (((long) index << 3) - origin));
    }

    /** The array that holds the copy; it stays the same until the next copy. */
    byte[] array() {
        return bytes;
    }

    /** Where the buffer's byte {@code position} is in {@link #array}. */
    int arrayIndex(long position) {
        return (int) (position - origin);
    }
}
