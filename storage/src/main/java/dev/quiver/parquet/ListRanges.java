/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.memory.ArrowBuf;

/** Where the elements of each list of a vector begin and end. Reused for all vectors. */
final class ListRanges {
    private int[] offsets = new int[0];
    /** The list that {@code offsets[0]} belongs to. */
    private int first;

    /** Reads the lists from {@code start} up to {@code end}. */
    void read(ListLayout layout, ArrowBuf buffer, int start, int end, HeapCopy scratch) {
        first = start;
        if (start == end) {
            return;
        }
        int count = end - start + 1;
        if (offsets.length < count) {
            offsets = new int[Math.max(count, 2 * offsets.length)];
        }
        layout.read(buffer, start, offsets, count, scratch);
    }

    /** The first element of list {@code index}. */
    int start(int index) {
        return offsets[index - first];
    }

    /** One past the last element of list {@code index}. */
    int end(int index) {
        return offsets[index - first + 1];
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return (long) offsets.length * Integer.BYTES;
    }
}
