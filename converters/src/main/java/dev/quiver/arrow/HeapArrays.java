/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.kafka.connect.errors.DataException;

/** Little-endian values in byte arrays, and how such arrays grow. */
final class HeapArrays {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The longest array that every JVM can make. */
    private static final int LENGTH_MAX = Integer.MAX_VALUE - 8;

    /** Longer arrays are the JVM's business. */
    private static final int SHORT_BYTES_MAX = 64;

    private HeapArrays() {}

    /** The number of 32 bits that begins at byte {@code at}; of a longer one that is not negative, the low half. */
    static int intAt(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /**
     * Copies all of {@code source} to where {@code target} has room, from {@code at} on. Short texts are most of what
     * comes here, and for them a few moves of 8 bytes take less time than a call of the JVM's own copy.
     */
    static void copy(byte[] source, byte[] target, int at) {
        int last = source.length - Long.BYTES;
        if (last < 0 || source.length > SHORT_BYTES_MAX) {
            System.arraycopy(source, 0, target, at, source.length);
            return;
        }
        for (int from = 0; from < last; from += Long.BYTES) {
            LONGS.set(target, at + from, (long) LONGS.get(source, from));
        }
        LONGS.set(target, at + last, (long) LONGS.get(source, last));
    }

    /**
     * The next length for an array that must hold {@code needed}: half as much again, so that appending is linear.
     *
     * @throws DataException if no array is that long
     */
    static int grown(int length, long needed) {
        if (needed > LENGTH_MAX) {
            throw new DataException("a column of one batch would need " + needed + " bytes, more than the " + LENGTH_MAX
                    + " that fit: gather fewer rows");
        }
        return (int) Math.min(LENGTH_MAX, Math.max(needed, length + (length >> 1)));
    }
}
