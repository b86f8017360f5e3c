/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/** The distinct byte strings of a column chunk, in the order they came and already as the dictionary page has them. */
final class ByteDictionary {
    private static final int ENTRIES_FIRST = 32;
    /** Any odd number whose bits look random; the highest bits of a product depend on all bits of both factors. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final long ID_MASK = 0xFFFFFFFFL;

    private final int lengthBytes;
    private final PageBytes entries = new PageBytes();
    private int[] starts = new int[ENTRIES_FIRST];
    private int[] lengths = new int[ENTRIES_FIRST];
    private int size;
    /** Hash in the upper half, id plus one in the lower; 0 where there is none; at most half full. */
    private long[] table = new long[2 * ENTRIES_FIRST];

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
        for (int index = 0; index < count; index++) {
            target[at + index] = id(bytes, chunkStarts[index], chunkLengths[index]);
        }
    }

    private int id(byte[] bytes, int start, int length) {
        long hash = hash(bytes, start, length) & ~ID_MASK;
        int mask = table.length - 1;
        int slot = (int) (hash >>> Integer.SIZE) & mask;
        while (true) {
            long found = table[slot];
            if (found == 0) {
                return add(bytes, start, length, hash | slot);
            }
            if ((found & ~ID_MASK) == hash) {
                int id = (int) found - 1;
                if (lengths[id] == length && isEqual(bytes, start, entries.array(), starts[id], length)) {
                    return id;
                }
            }
            slot = slot + 1 & mask;
        }
    }

    /** Whole words, the last one overlapping the one before: the order of bytes is enough to tell strings apart. */
    private static long hash(byte[] bytes, int start, int length) {
        long one = length * SPREAD;
        if (length < Long.BYTES) {
            return mix(one ^ shortWord(bytes, start, length));
        }
        long two = SPREAD;
        int at = start;
        int last = start + length - Long.BYTES;
        for (; at + Long.BYTES < last; at += 2 * Long.BYTES) {
            one = Long.rotateLeft((one ^ (long) PageBytes.LONGS.get(bytes, at)) * SPREAD, 29);
            two = Long.rotateLeft((two ^ (long) PageBytes.LONGS.get(bytes, at + Long.BYTES)) * SPREAD, 31);
        }
        if (at < last) {
            two = Long.rotateLeft((two ^ (long) PageBytes.LONGS.get(bytes, at)) * SPREAD, 31);
        }
        one = (one ^ (long) PageBytes.LONGS.get(bytes, last)) * SPREAD;
        return mix(one ^ Long.rotateLeft(two, 17));
    }

    private static long mix(long word) {
        long mixed = (word ^ word >>> 32) * SPREAD;
        return mixed ^ mixed >>> 29;
    }

    private static long shortWord(byte[] bytes, int start, int length) {
        if (length >= Integer.BYTES) {
            long front = (int) PageBytes.INTS.get(bytes, start);
            long back = (int) PageBytes.INTS.get(bytes, start + length - Integer.BYTES);
            return front << Integer.SIZE | back & ID_MASK;
        }
        long word = 0;
        for (int at = start; at < start + length; at++) {
            word = word << Byte.SIZE | bytes[at] & 0xFF;
        }
        return word;
    }

    private static boolean isEqual(byte[] left, int leftStart, byte[] right, int rightStart, int length) {
        if (length < Long.BYTES) {
            return shortWord(left, leftStart, length) == shortWord(right, rightStart, length);
        }
        int last = length - Long.BYTES;
        for (int at = 0; at < last; at += Long.BYTES) {
            if ((long) PageBytes.LONGS.get(left, leftStart + at)
                    != (long) PageBytes.LONGS.get(right, rightStart + at)) {
                return false;
            }
        }
        return (long) PageBytes.LONGS.get(left, leftStart + last)
                == (long) PageBytes.LONGS.get(right, rightStart + last);
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
        table[(int) hashAndSlot] = hashAndSlot & ~ID_MASK | size;
        if (2 * size > table.length) {
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
                    slot = slot + 1 & mask;
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
