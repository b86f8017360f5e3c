/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. */
final class LittleEndian {
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes that arrays have behind their content, so that whole words can be read and written at its end. */
    static final int PADDING = 16;

    /** Longer ranges are faster copied by the JVM. */
    private static final int SHORT_BYTES_MAX = 48;

    private LittleEndian() {}

    static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void putShort(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    static void putInt(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }

    /**
     * Copies {@code length} bytes, and for speed up to {@value #PADDING} more: both arrays must have that many behind.
     */
    static void copy(byte[] source, int from, byte[] target, int to, int length) {
        if (length > SHORT_BYTES_MAX) {
            System.arraycopy(source, from, target, to, length);
            return;
        }
        for (int at = 0; at < length; at += 2 * Long.BYTES) {
            long low = longAt(source, from + at);
            long high = longAt(source, from + at + Long.BYTES);
            putLong(target, to + at, low);
            putLong(target, to + at + Long.BYTES, high);
        }
    }

    /** {@code bytes}, or a longer array with the first {@code kept} of them; it has room for {@code needed}, padded. */
    static byte[] grown(byte[] bytes, int kept, long needed) {
        if (needed + PADDING <= bytes.length) {
            return bytes;
        }
        byte[] longer = new byte[length(bytes.length, needed + PADDING)];
        System.arraycopy(bytes, 0, longer, 0, kept);
        return longer;
    }

    /** The length of an array that replaces one of {@code length} and holds {@code needed}. */
    static int length(int length, long needed) {
        if (needed > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("an array cannot hold " + needed + " elements");
        }
        return (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, length + (length >> 1)));
    }
}
