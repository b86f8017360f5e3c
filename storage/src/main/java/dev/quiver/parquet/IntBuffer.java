/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/** Ints that grow at their end. Keeps its array when cleared. */
final class IntBuffer {
    private int[] values = new int[0];
    private int size;

    int size() {
        return size;
    }

    /** The array behind, of which the first {@link #size} count. */
    int[] array() {
        return values;
    }

    /** Makes room for {@code more} and counts them as written; they begin at the old {@link #size}. */
    int[] reserve(int more) {
        size += more;
        if (size > values.length) {
            values = Arrays.copyOf(values, Math.max(size, values.length * 2));
        }
        return values;
    }

    /** Makes room for {@code count} and counts these alone as written. */
    int[] reserveFromStart(int count) {
        size = count;
        if (count > values.length) {
            values = new int[Math.max(count, values.length * 2)];
        }
        return values;
    }

    void add(int value) {
        reserve(1)[size - 1] = value;
    }

    void clear() {
        size = 0;
    }

    /** Empties this and gives the array back. */
    void release() {
        size = 0;
        values = new int[0];
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return (long) values.length * Integer.BYTES;
    }
}
