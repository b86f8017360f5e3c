/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.memory.ArrowBuf;

/**
 * A range of an Arrow buffer, copied to the heap: loops over an array are several times faster than over a buffer and
 * need no JVM flag. Positions are those of the vector. Reused; holds the largest range copied so far.
 */
final class HeapCopy {
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

    /** The bit at {@code index}, 0 or 1. */
    int bitAt(int index) {
        return (bytes[(int) ((index >>> 3) - origin)] >>> (index & 7)) & 1;
    }

    /** How many of the bits from {@code start} up to {@code end} are set. */
    int setBitCount(int start, int end) {
        int setCount = 0;
        int at = start;
        while (at < end && (at & 7) != 0) {
            setCount += bitAt(at++);
        }
        int position = (int) ((at >>> 3) - origin);
        for (; at + Long.SIZE <= end; at += Long.SIZE, position += Long.BYTES) {
            setCount += Long.bitCount((long) PageBytes.LONGS.get(bytes, position));
        }
        while (at < end) {
            setCount += bitAt(at++);
        }
        return setCount;
    }

    /** The array that holds the copy; it stays the same until the next copy. */
    byte[] array() {
        return bytes;
    }

    /** Gives the array back if it is longer than {@code keptMax}. */
    void trim(int keptMax) {
        if (bytes.length > keptMax) {
            bytes = new byte[0];
        }
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return bytes.length;
    }
}
