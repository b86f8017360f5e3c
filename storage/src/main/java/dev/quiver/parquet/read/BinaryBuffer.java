/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Arrays;

/** Byte strings one behind the other. Reused; holds as much as it ever had to. */
final class BinaryBuffer {
    private byte[] data = new byte[LittleEndian.PADDING];
    /** Where each string ends. */
    private int[] ends = new int[0];

    private int count;
    private int size;

    /** Makes room for {@code more} strings. */
    void reserve(int more) {
        if (count + more > ends.length) {
            ends = Arrays.copyOf(ends, LittleEndian.length(ends.length, (long) count + more));
        }
    }

    /** Makes room for {@code more} bytes. */
    void reserveBytes(long more) {
        data = LittleEndian.grown(data, size, size + more);
    }

    /** Appends the {@code length} bytes at {@code from}; there must be room for one more, and padding behind them. */
    void append(byte[] source, int from, int length) {
        if (data.length - size < length + LittleEndian.PADDING) {
            reserveBytes(length);
        }
        LittleEndian.copy(source, from, data, size, length);
        size += length;
        ends[count++] = size;
    }

    /**
     * Appends the strings of {@code dictionary} with the numbers from {@code from} up to {@code to} in {@code ids},
     * which have at most {@code bytes} together. There must be room for so many strings.
     */
    void appendAll(BinaryBuffer dictionary, int[] ids, int from, int to, long bytes) {
        reserveBytes(bytes);
        byte[] source = dictionary.data;
        int[] sourceEnds = dictionary.ends;
        byte[] target = data;
        int[] targetEnds = ends;
        int at = size;
        int index = count;
        for (int next = from; next < to; next++) {
            int id = ids[next];
            int start = id == 0 ? 0 : sourceEnds[id - 1];
            int length = sourceEnds[id] - start;
            LittleEndian.copy(source, start, target, at, length);
            at += length;
            targetEnds[index++] = at;
        }
        size = at;
        count = index;
    }

    /** Bytes of the longest string. */
    int longest() {
        int longest = 0;
        for (int index = 0; index < count; index++) {
            longest = Math.max(longest, length(index));
        }
        return longest;
    }

    /** Bytes of the strings with the numbers from {@code from} up to {@code to} in {@code ids}. */
    long byteCount(int[] ids, int from, int to) {
        long bytes = 0;
        for (int next = from; next < to; next++) {
            bytes += length(ids[next]);
        }
        return bytes;
    }

    /** Appends a string of the first {@code shared} bytes of the last one and {@code length} bytes at {@code from}. */
    void appendSharing(int shared, byte[] source, int from, int length) {
        reserveBytes((long) shared + length);
        int start = count == 0 ? 0 : start(count - 1);
        System.arraycopy(data, start, data, size, shared);
        System.arraycopy(source, from, data, size + shared, length);
        size += shared + length;
        ends[count++] = size;
    }

    /** Forgets the first {@code gone} strings. */
    void discard(int gone) {
        if (gone == count) {
            count = 0;
            size = 0;
            return;
        }
        int shift = start(gone);
        System.arraycopy(data, shift, data, 0, size - shift);
        for (int index = gone; index < count; index++) {
            ends[index - gone] = ends[index] - shift;
        }
        count -= gone;
        size -= shift;
    }

    /** Gives memory back if there is more than {@code keptMax} bytes of it; must be empty. */
    void trim(int keptMax) {
        if (data.length > keptMax) {
            data = new byte[LittleEndian.PADDING];
        }
        if (ends.length > keptMax / Integer.BYTES) {
            ends = new int[0];
        }
    }

    int count() {
        return count;
    }

    /** Bytes of all strings. */
    int size() {
        return size;
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    int length(int index) {
        return ends[index] - start(index);
    }

    /** The bytes of the strings, with padding. */
    byte[] data() {
        return data;
    }

    /** Where the strings end. */
    int[] ends() {
        return ends;
    }

    long retainedBytes() {
        return data.length + (long) Integer.BYTES * ends.length;
    }
}
