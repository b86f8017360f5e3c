/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** A set of the ids of dictionary entries. */
final class IdSet {
    private long[] bits = new long[0];
    private int idCount;

    /** Becomes the set of the first {@code count} of {@code ids}, all of which are below {@code idCount}. */
    void fill(int[] ids, int count, int newIdCount) {
        idCount = newIdCount;
        int words = (newIdCount + Long.SIZE - 1) / Long.SIZE;
        if (words > bits.length) {
            bits = new long[Math.max(words, 2 * bits.length)];
        } else {
            java.util.Arrays.fill(bits, 0, words, 0);
        }
        for (int at = 0; at < count; at++) {
            int id = ids[at];
            bits[id >>> 6] |= 1L << id;
        }
    }

    /** The smallest id in the set from {@code id} on, or -1. */
    int next(int id) {
        int word = id >>> 6;
        int words = (idCount + Long.SIZE - 1) / Long.SIZE;
        if (word >= words) {
            return -1;
        }
        long rest = bits[word] & -1L << id;
        while (rest == 0) {
            if (++word >= words) {
                return -1;
            }
            rest = bits[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return (long) bits.length * Long.BYTES;
    }
}
