/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Where each variable-length value starts and ends: value {@code i} lies in {@code [ends[i], ends[i + 1])}. */
final class Offsets {
    private int[] ends = new int[16];
    private int count;

    void append(int length) {
        if (count + 1 == ends.length) {
            ends = Arrays.copyOf(ends, HeapArrays.grown(ends.length, count + 2L));
        }
        ends[count + 1] = ends[count] + length;
        count++;
    }

    int startAt(int index) {
        return ends[index];
    }

    int lengthAt(int index) {
        return ends[index + 1] - ends[index];
    }

    /** Where the last value ends. */
    int end() {
        return ends[count];
    }

    int count() {
        return count;
    }

    void truncate(int newCount) {
        count = Math.min(count, newCount);
    }

    void clear() {
        count = 0;
    }

    long byteCount() {
        return (long) ends.length * Integer.BYTES;
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

    /** An Arrow offset buffer, one entry more than there are values, for the values at {@code order} or for all. */
    byte[] ordered(int @Nullable [] order) {
        int valueCount = order == null ? count : order.length;
        byte[] ordered = new byte[(valueCount + 1) * Integer.BYTES];
        int end = 0;
        for (int row = 0; row < valueCount; row++) {
            end += lengthAt(order == null ? row : order[row]);
            HeapArrays.INTS.set(ordered, (row + 1) * Integer.BYTES, end);
        }
        return ordered;
    }
}
