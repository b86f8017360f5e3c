/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** Validity bitmaps, least significant bit first. */
final class Bitmaps {
    private Bitmaps() {}

    /** Bytes that {@code bitCount} bits take. */
    static int byteCount(int bitCount) {
        return (int) (((long) bitCount + 7) >>> 3);
    }

    /** Whether bit {@code index} is set in the bitmap that starts at {@code offset}. */
    static boolean isSet(byte[] bytes, int offset, int index) {
        return (bytes[offset + (index >>> 3)] >>> (index & 7) & 1) != 0;
    }

    /** Sets bit {@code index} of the bitmap that starts at {@code offset}. */
    static void set(byte[] bytes, int offset, int index) {
        bytes[offset + (index >>> 3)] = (byte) (bytes[offset + (index >>> 3)] | 1 << (index & 7));
    }

    /** The number of set bits among the first {@code bitCount}. */
    static int setCount(byte[] bytes, int offset, int bitCount) {
        int count = 0;
        int at = offset;
        int left = bitCount;
        for (; left >= Long.SIZE; left -= Long.SIZE, at += Long.BYTES) {
            count += Long.bitCount(LittleEndian.longAt(bytes, at));
        }
        for (; left >= Byte.SIZE; left -= Byte.SIZE, at++) {
            count += Integer.bitCount(bytes[at] & 0xff);
        }
        return left == 0 ? count : count + Integer.bitCount(bytes[at] & ((1 << left) - 1));
    }

    /** Sets {@code bitCount} bits from bit {@code first} on. */
    static void fill(byte[] bytes, int first, int bitCount) {
        int end = first + bitCount;
        int index = first;
        for (; index < end && (index & 7) != 0; index++) {
            set(bytes, 0, index);
        }
        for (; index + Byte.SIZE <= end; index += Byte.SIZE) {
            bytes[index >>> 3] = (byte) 0xff;
        }
        for (; index < end; index++) {
            set(bytes, 0, index);
        }
    }
}
