/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes on the heap that grow at their end, numbers little-endian. Keeps its array when cleared. */
final class PageBytes {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Below the largest array that every JVM can make. */
    private static final int BYTES_MAX = Integer.MAX_VALUE - 64;

    private static final int BYTES_FIRST = 256;

    private byte[] bytes = new byte[0];
    private int size;

    int size() {
        return size;
    }

    /** The array behind, of which the first {@link #size} bytes count; it stays until more is reserved. */
    byte[] array() {
        return bytes;
    }

    void clear() {
        size = 0;
    }

    /** Forgets the bytes from {@code newSize} on. */
    void truncate(int newSize) {
        size = newSize;
    }

    /** Empties this and gives the array back if it is longer than {@code keptMax}. */
    void clear(int keptMax) {
        size = 0;
        if (bytes.length > keptMax) {
            bytes = new byte[0];
        }
    }

    /**
     * Makes room for {@code more} bytes and counts them as written.
     *
     * @return where they begin in {@link #array}
     */
    int reserve(int more) {
        int start = size;
        ensureCapacity((long) size + more);
        size += more;
        return start;
    }

    private void ensureCapacity(long needed) {
        if (needed <= bytes.length) {
            return;
        }
        if (needed > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a page of " + needed + " bytes is larger than Parquet allows, " + BYTES_MAX);
        }
        long doubled = Math.max(BYTES_FIRST, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(BYTES_MAX, Math.max(needed, doubled)));
    }

    void writeByte(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    void writeInt(int value) {
        int at = reserve(Integer.BYTES);
        INTS.set(bytes, at, value);
    }

    /** Overwrites the four bytes at {@code position}. */
    void setInt(int position, int value) {
        INTS.set(bytes, position, value);
    }

    void writeLong(long value) {
        int at = reserve(Long.BYTES);
        LONGS.set(bytes, at, value);
    }

    void writeBytes(byte[] source, int start, int length) {
        int at = reserve(length);
        System.arraycopy(source, start, bytes, at, length);
    }

    /** An unsigned number in groups of seven bits, the lowest first. */
    void writeVarint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    /** A signed number, those near zero short. */
    void writeZigzag(long value) {
        writeVarint((value << 1) ^ (value >> 63));
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return bytes.length;
    }
}
