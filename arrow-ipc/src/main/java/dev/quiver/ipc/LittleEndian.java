/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in byte arrays. */
final class LittleEndian {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** More bytes are the JVM's business, whose own copy takes longer for few. */
    private static final int SHORT_BYTES_MAX = 64;

    private LittleEndian() {}

    /** Copies {@code size} bytes of {@code source} from {@code from} on to {@code target} from {@code at} on. */
    static void copy(byte[] source, int from, byte[] target, int at, int size) {
        if (size > SHORT_BYTES_MAX) {
            System.arraycopy(source, from, target, at, size);
            return;
        }
        int done = 0;
        for (; done + Long.BYTES <= size; done += Long.BYTES) {
            putLong(target, at + done, longAt(source, from + done));
        }
        for (; done < size; done++) {
            target[at + done] = source[from + done];
        }
    }

    static short shortAt(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

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

    /** A signed integer of {@code width} bytes: 1, 2, 4 or 8. */
    static long signedAt(byte[] bytes, int at, int width) {
        return switch (width) {
            case Byte.BYTES -> bytes[at];
            case Short.BYTES -> shortAt(bytes, at);
            case Integer.BYTES -> intAt(bytes, at);
            default -> longAt(bytes, at);
        };
    }

    /** Stores the low {@code width} bytes of {@code value}: 1, 2, 4 or 8. */
    static void put(byte[] bytes, int at, int width, long value) {
        switch (width) {
            case Byte.BYTES -> bytes[at] = (byte) value;
            case Short.BYTES -> putShort(bytes, at, (int) value);
            case Integer.BYTES -> putInt(bytes, at, (int) value);
            default -> putLong(bytes, at, value);
        }
    }
}
