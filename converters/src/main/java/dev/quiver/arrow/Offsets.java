/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Where each variable-length value starts and ends, laid out as an Arrow offset buffer is: value {@code i} lies in
 * {@code [ends[i], ends[i + 1])}.
 */
final class Offsets {
    private static final int LENGTH_MIN = 64;

    private byte[] ends = new byte[LENGTH_MIN];
    private int count;
    /** Where the last value ends. */
    private int end;

    void append(int length) {
        int at = (count + 1) << 2;
        if (at + Integer.BYTES > ends.length) {
            reserve(1);
        }
        end += length;
        HeapArrays.INTS.set(ends, at, end);
        count++;
    }

    /**
     * Appends the lengths of {@code length} values that an Arrow offset buffer gives, whose first offset begins at byte
     * {@code first} and takes {@code width} bytes.
     */
    void appendRange(byte[] source, int first, int width, int length) {
        reserve(length);
        int shift = end - HeapArrays.intAt(source, first);
        int at = (count + 1) << 2;
        for (int index = 1; index <= length; index++) {
            end = HeapArrays.intAt(source, first + index * width) + shift;
            HeapArrays.INTS.set(ends, at, end);
            at += Integer.BYTES;
        }
        count += length;
    }

    /** Makes room for {@code more} offsets. */
    private void reserve(int more) {
        long needed = ((long) count + 1 + more) * Integer.BYTES;
        if (needed > ends.length) {
            ends = Arrays.copyOf(ends, HeapArrays.grown(ends.length, needed));
        }
    }

    int startAt(int index) {
        return (int) HeapArrays.INTS.get(ends, index << 2);
    }

    int lengthAt(int index) {
        return startAt(index + 1) - startAt(index);
    }

    /** Where the last value ends. */
    int end() {
        return end;
    }

    int count() {
        return count;
    }

    void truncate(int newCount) {
        count = Math.min(count, newCount);
        end = startAt(count);
    }

    void clear() {
        count = 0;
        end = 0;
    }

    void release() {
        ends = new byte[LENGTH_MIN];
        clear();
    }

    long byteCount() {
        return ends.length;
    }

    /** The lengths of the values at {@code order}, added up. */
    int lengthOf(int[] order) {
        long length = 0;
        for (int index : order) {
            length += lengthAt(index);
        }
        if (length > Integer.MAX_VALUE) {
            throw new DataException("a column of one batch would need " + length + " bytes: gather fewer rows");
        }
        return (int) length;
    }

    /**
     * An Arrow offset buffer, one entry more than there are values, for the values at {@code order}; or for all, and
     * then not to be changed.
     */
    byte[] ordered(int @Nullable [] order) {
        if (order == null) {
            return ends;
        }
        byte[] ordered = new byte[(order.length + 1) * Integer.BYTES];
        int last = 0;
        for (int row = 0; row < order.length; row++) {
            last += lengthAt(order[row]);
            HeapArrays.INTS.set(ordered, (row + 1) * Integer.BYTES, last);
        }
        return ordered;
    }

    /** The first {@code length} of {@code numbers}, which are of 32 bits, as numbers of 64 bits. */
    static byte[] widened(byte[] numbers, int length) {
        byte[] wide = new byte[length * Long.BYTES];
        for (int index = 0; index < length; index++) {
            HeapArrays.LONGS.set(wide, index * Long.BYTES, (long) (int) HeapArrays.INTS.get(numbers, index << 2));
        }
        return wide;
    }
}
