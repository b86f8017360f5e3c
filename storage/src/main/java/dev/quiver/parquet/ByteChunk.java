/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** Byte strings of one leaf on their way into a page, all in one array. Reused. */
final class ByteChunk {
    private final PageBytes owned = new PageBytes();
    private byte[] array = new byte[0];
    private int[] starts = new int[0];
    private int[] lengths = new int[0];
    private int count;

    /** Room for {@code newCount} strings, whose starts and lengths are to be set. */
    void reserve(int newCount) {
        if (newCount > starts.length) {
            int length = Math.max(newCount, 2 * starts.length);
            starts = new int[length];
            lengths = new int[length];
        }
        count = newCount;
    }

    /** The strings lie in {@code newArray}. */
    void in(byte[] newArray) {
        array = newArray;
    }

    /** An array of this chunk's own, empty, for strings that no buffer has in the form they are needed in. */
    PageBytes owned() {
        owned.clear();
        return owned;
    }

    /**
     * Keeps of a range that begins at {@code first} only the values at the first {@code keptCount} of {@code index}.
     */
    void keep(int[] index, int keptCount, int first) {
        for (int at = 0; at < keptCount; at++) {
            starts[at] = starts[index[at] - first];
            lengths[at] = lengths[index[at] - first];
        }
        count = keptCount;
    }

    int count() {
        return count;
    }

    byte[] array() {
        return array;
    }

    int[] starts() {
        return starts;
    }

    int[] lengths() {
        return lengths;
    }

    /** The sum of all lengths. */
    long byteCount() {
        long sum = 0;
        for (int at = 0; at < count; at++) {
            sum += lengths[at];
        }
        return sum;
    }

    /** Gives arrays back that are longer than {@code keptMax}. */
    void trim(int keptMax) {
        array = new byte[0];
        owned.clear(keptMax);
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return owned.retainedBytes() + (long) Integer.BYTES * (starts.length + lengths.length);
    }
}
