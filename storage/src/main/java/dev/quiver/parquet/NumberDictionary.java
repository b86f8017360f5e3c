/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/** The distinct numbers of a column chunk, in the order they came. Floating point numbers are told apart by bits. */
final class NumberDictionary {
    private static final int ENTRIES_FIRST = 32;
    /** Any odd number whose bits look random; the highest bits of a product depend on all bits of both factors. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] entries = new long[ENTRIES_FIRST];
    private int size;
    /** Id plus one, or 0 where there is none; at most half full. */
    private int[] table = new int[2 * ENTRIES_FIRST];

    private int shift = Long.numberOfLeadingZeros(table.length) + 1;

    /** Appends to {@code ids} the id of each number of {@code chunk}, which gets one if it has none. */
    void lookUp(NumberChunk chunk, IntBuffer ids) {
        int at = ids.size();
        int[] target = ids.reserve(chunk.count());
        long[] values = chunk.values();
        for (int index = 0; index < chunk.count(); index++) {
            target[at + index] = id(values[index]);
        }
    }

    private int id(long value) {
        int slot = (int) ((value * SPREAD) >>> shift);
        while (true) {
            int found = table[slot];
            if (found == 0) {
                return add(value, slot);
            }
            if (entries[found - 1] == value) {
                return found - 1;
            }
            slot = (slot + 1) & (table.length - 1);
        }
    }

    private int add(long value, int slot) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
            entries[size++] = value;
            rebuild();
            return size - 1;
        }
        entries[size++] = value;
        table[slot] = size;
        return size - 1;
    }

    private void rebuild() {
        table = new int[2 * entries.length];
        shift = Long.numberOfLeadingZeros(table.length) + 1;
        for (int id = 0; id < size; id++) {
            int slot = (int) ((entries[id] * SPREAD) >>> shift);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = id + 1;
        }
    }

    int size() {
        return size;
    }

    long entry(int id) {
        return entries[id];
    }

    /** The array behind, of which the first {@link #size} count. */
    long[] entries() {
        return entries;
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return (long) entries.length * Long.BYTES + (long) table.length * Integer.BYTES;
    }
}
