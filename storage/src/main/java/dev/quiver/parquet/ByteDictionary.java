/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/** The distinct byte strings of a column chunk, in the order they came and already as the dictionary page has them. */
final class ByteDictionary {
    private static final int ENTRIES_FIRST = 32;
    /** Any odd number whose bits look random; the highest bits of a product depend on all bits of both factors. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final long OTHER_SPREAD = 0xD6E8FEB86659FD93L;
    /** Tables up to this length, which fit into the first cache, are at most a quarter full, longer ones half. */
    private static final int SPARSE_TABLE_MAX = 4_096;

    private static final long ID_MASK = 0xFFFFFFFFL;

    private final int lengthBytes;
    private final PageBytes entries = new PageBytes();
    private int[] starts = new int[ENTRIES_FIRST];
    private int[] lengths = new int[ENTRIES_FIRST];
    private int size;
    /** Hash in the upper half, id plus one in the lower; 0 where there is none. */
    private long[] table = new long[4 * ENTRIES_FIRST];

    /** A dictionary of strings that have their length in front only if {@code isLengthStored}. */
    ByteDictionary(boolean isLengthStored) {
        this.lengthBytes = isLengthStored ? Integer.BYTES : 0;
    }

    /** Appends to {@code ids} the id of each string of {@code chunk}, which gets one if it has none. */
    void lookUp(ByteChunk chunk, IntBuffer ids) {
        int at = ids.size();
        int count = chunk.count();
        int[] target = ids.reserve(count);
        byte[] bytes = chunk.array();
        int[] chunkStarts = chunk.starts();
        int[] chunkLengths = chunk.lengths();
        // All hashes first: none has to wait for the memory behind another one's entry.
        for (int index = 0; index < count; index++) {
            target[at + index] = (int) (hash(bytes, chunkStarts[index], chunkLengths[index]) >>> Integer.SIZE);
        }
        for (int index = 0; index < count; index++) {
            target[at + index] = id(bytes, chunkStarts[index], chunkLengths[index], target[at + index]);
        }
    }

    private int id(byte[] bytes, int start, int length, int hash) {
        int mask = table.length - 1;
        int slot = hash & mask;
        while (true) {
            long found = table[slot];
            if (found == 0) {
                return add(bytes, start, length, ((long) hash << Integer.SIZE) | slot);
            }
            if ((int) (found >>> Integer.SIZE) == hash) {
                int id = (int) found - 1;
                if (lengths[id] == length && isEqual(bytes, start, entries.array(), starts[id], length)) {
                    return id;
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    /**
     * Whole words, the last one overlapping the one before. Strings of about the same length take the same path,
     * because a loop whose end the CPU cannot foresee costs more than the words it saves.
     */
    private static long hash(byte[] bytes, int start, int length) {
        if (length < Long.BYTES) {
            return mix(length * SPREAD ^ shortWord(bytes, start, length));
        }
        long front = (long) PageBytes.LONGS.get(bytes, start) ^ length;
        long back = (long) PageBytes.LONGS.get(bytes, start + length - Long.BYTES);
        if (length > 2 * Long.BYTES) {
            front = joined(front, (long) PageBytes.LONGS.get(bytes, start + Long.BYTES));
            back = joined(back, (long) PageBytes.LONGS.get(bytes, start + length - 2 * Long.BYTES));
            int end = start + length - 2 * Long.BYTES;
            for (int at = start + 2 * Long.BYTES; at < end; at += 2 * Long.BYTES) {
                // Reads into the last two words, but never behind the string.
                front = joined(front, (long) PageBytes.LONGS.get(bytes, at));
                back = joined(back, (long) PageBytes.LONGS.get(bytes, at + Long.BYTES));
            }
        }
        return mix(joined(front, back));
    }

    private static long joined(long one, long two) {
        return (one ^ Long.rotateLeft(two, 32)) * SPREAD ^ two * OTHER_SPREAD;
    }

    private static long mix(long word) {
        long mixed = (word ^ (word >>> 32)) * SPREAD;
        return mixed ^ (mixed >>> 29);
    }

    private static long shortWord(byte[] bytes, int start, int length) {
        if (length >= Integer.BYTES) {
            long front = (int) PageBytes.INTS.get(bytes, start);
            long back = (int) PageBytes.INTS.get(bytes, start + length - Integer.BYTES);
            return (front << Integer.SIZE) | (back & ID_MASK);
        }
        long word = 0;
        for (int at = start; at < start + length; at++) {
            word = (word << Byte.SIZE) | (bytes[at] & 0xFF);
        }
        return word;
    }

    private static boolean isEqual(byte[] left, int leftStart, byte[] right, int rightStart, int length) {
        if (length < Long.BYTES) {
            return shortWord(left, leftStart, length) == shortWord(right, rightStart, length);
        }
        if (length > 4 * Long.BYTES) {
            return Arrays.equals(left, leftStart, leftStart + length, right, rightStart, rightStart + length);
        }
        long difference = difference(left, leftStart, right, rightStart)
                | difference(left, leftStart + length - Long.BYTES, right, rightStart + length - Long.BYTES);
        if (length > 2 * Long.BYTES) {
            int last = length - 2 * Long.BYTES;
            difference |= difference(left, leftStart + Long.BYTES, right, rightStart + Long.BYTES)
                    | difference(left, leftStart + last, right, rightStart + last);
        }
        return difference == 0;
    }

    private static long difference(byte[] left, int leftStart, byte[] right, int rightStart) {
        return (long) PageBytes.LONGS.get(left, leftStart) ^ (long) PageBytes.LONGS.get(right, rightStart);
    }

    private int add(byte[] bytes, int start, int length, long hashAndSlot) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            lengths = Arrays.copyOf(lengths, 2 * size);
        }
        if (lengthBytes > 0) {
            entries.writeInt(length);
        }
        starts[size] = entries.size();
        lengths[size] = length;
        entries.writeBytes(bytes, start, length);
        size++;
        table[(int) hashAndSlot] = (hashAndSlot & ~ID_MASK) | size;
        int load = table.length <= SPARSE_TABLE_MAX ? 4 : 2;
        if (load * size > table.length) {
            rebuild();
        }
        return size - 1;
    }

    private void rebuild() {
        long[] old = table;
        table = new long[2 * old.length];
        int mask = table.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >>> Integer.SIZE) & mask;
                while (table[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                table[slot] = entry;
            }
        }
    }

    int size() {
        return size;
    }

    /** The entries as the dictionary page has them. */
    PageBytes entries() {
        return entries;
    }

    /** Where in {@link #entries} the string of {@code id} begins. */
    int start(int id) {
        return starts[id];
    }

    int length(int id) {
        return lengths[id];
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return entries.retainedBytes() + (long) Integer.BYTES * 2 * starts.length + (long) table.length * Long.BYTES;
    }
}
