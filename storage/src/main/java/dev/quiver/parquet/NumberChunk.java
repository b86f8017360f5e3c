/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** Numbers of one leaf on their way into a page; floating point numbers as their bits. Reused. */
final class NumberChunk {
    private long[] values = new long[0];
    private int count;

    /** Room for {@code newCount} numbers. */
    long[] reserve(int newCount) {
        if (newCount > values.length) {
            values = new long[Math.max(newCount, 2 * values.length)];
        }
        count = newCount;
        return values;
    }

    /**
     * Keeps of a range that begins at {@code first} only the values at the first {@code keptCount} of {@code index}.
     */
    void keep(int[] index, int keptCount, int first) {
        for (int at = 0; at < keptCount; at++) {
            values[at] = values[index[at] - first];
        }
        count = keptCount;
    }

    /** The array behind, of which the first {@link #count} count. */
    long[] values() {
        return values;
    }

    int count() {
        return count;
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return (long) values.length * Long.BYTES;
    }
}
