/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Growing bits, least significant first as Arrow has them: which values are present, or boolean values. */
final class Bits {
    private static final int LENGTH_MIN = 16;

    private byte[] bytes = new byte[LENGTH_MIN];
    private int count;
    private int setCount;

    void append(boolean set) {
        int index = count >>> 3;
        if (index == bytes.length) {
            bytes = Arrays.copyOf(bytes, HeapArrays.grown(bytes.length, index + 1L));
        }
        if (set) {
            bytes[index] = (byte) (bytes[index] | 1 << (count & 7));
            setCount++;
        }
        count++;
    }

    /** Appends {@code length} bits that are all set. */
    void appendSet(int length) {
        reserve(length);
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, Byte.SIZE - (count & 7));
            place((1 << taken) - 1, taken);
            left -= taken;
        }
        setCount += length;
    }

    /** Appends {@code length} bits that are not set. */
    void appendUnset(int length) {
        reserve(length);
        count += length;
    }

    /** Appends the bits from {@code from} up to {@code from + length} of those that begin at byte {@code offset}. */
    void appendRange(byte[] source, int offset, int from, int length) {
        reserve(length);
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken = Math.min(Math.min(end - at, Byte.SIZE - (count & 7)), Byte.SIZE - (at & 7));
            int bits = (source[offset + (at >>> 3)] >>> (at & 7)) & ((1 << taken) - 1);
            place(bits, taken);
            setCount += Integer.bitCount(bits);
            at += taken;
        }
    }

    private void reserve(int length) {
        long needed = ((long) count + length + 7) >>> 3;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, HeapArrays.grown(bytes.length, needed));
        }
    }

    /** Appends the lowest {@code length} of {@code bits}, all of which go into one byte. */
    private void place(int bits, int length) {
        int index = count >>> 3;
        bytes[index] = (byte) (bytes[index] | bits << (count & 7));
        count += length;
    }

    boolean isSet(int index) {
        return (bytes[index >>> 3] >>> (index & 7) & 1) != 0;
    }

    int count() {
        return count;
    }

    int unsetCount() {
        return count - setCount;
    }

    long byteCount() {
        return bytes.length;
    }

    /** Forgets every bit from {@code newCount} on. */
    void truncate(int newCount) {
        while (count > newCount) {
            count--;
            if (isSet(count)) {
                setCount--;
                bytes[count >>> 3] = (byte) (bytes[count >>> 3] & ~(1 << (count & 7)));
            }
        }
    }

    /** The bits in {@code order}, or as they are and not to be changed; bits behind the last one are 0. */
    byte[] ordered(int @Nullable [] order) {
        if (order == null) {
            return bytes;
        }
        byte[] ordered = new byte[byteCount(order.length)];
        for (int row = 0; row < order.length; row++) {
            if (isSet(order[row])) {
                ordered[row >>> 3] = (byte) (ordered[row >>> 3] | 1 << (row & 7));
            }
        }
        return ordered;
    }

    /** The bytes that {@code bitCount} bits take. */
    static int byteCount(int bitCount) {
        return (bitCount + 7) >>> 3;
    }

    void clear() {
        Arrays.fill(bytes, 0, byteCount(count), (byte) 0);
        count = 0;
        setCount = 0;
    }

    void release() {
        bytes = new byte[LENGTH_MIN];
        count = 0;
        setCount = 0;
    }
}
