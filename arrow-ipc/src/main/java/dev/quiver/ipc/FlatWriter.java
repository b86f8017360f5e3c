/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a flatbuffer into an array, from its end to its start, so that whatever is referred to is there before what
 * refers to it. Places are counted from the end: they stay the same while the array grows. Not thread safe.
 */
final class FlatWriter {
    private static final int LENGTH_MIN = 1 << 12;
    private static final int SLOTS_MAX = 7;
    private static final int OFFSET_BITS = 8;
    private static final int OFFSET_MASK = (1 << OFFSET_BITS) - 1;
    private static final int VTABLE_HEAD_BYTES = 2 * Short.BYTES;

    private byte[] bytes = new byte[LENGTH_MIN];
    /** The number of bytes that are written, all of them at the end. */
    private int size;
    /** Where the fields of the table that is being written end, and where each of them is, 0 if it is left out. */
    private int tableEnd;

    private final int[] slots = new int[SLOTS_MAX];

    /** Layouts of tables, each as a number, and where the vtables that say so are. */
    private long[] layouts = new long[8];

    private int[] vtables = new int[8];
    private int vtableCount;

    /** Makes room for {@code count} bytes that begin at a multiple of {@code alignment}; returns their index. */
    private int reserve(int count, int alignment) {
        int padding = -(size + count) & (alignment - 1);
        int needed = Math.addExact(size, count + padding);
        if (needed > bytes.length) {
            byte[] grown = new byte[Math.max(needed, bytes.length * 2)];
            System.arraycopy(bytes, bytes.length - size, grown, grown.length - size, size);
            bytes = grown;
        }
        size = needed;
        return bytes.length - size;
    }

    private void putInt(int value) {
        int at = reserve(Integer.BYTES, Integer.BYTES);
        LittleEndian.putInt(bytes, at, value);
    }

    private void putReference(int target) {
        int at = reserve(Integer.BYTES, Integer.BYTES);
        LittleEndian.putInt(bytes, at, size - target);
    }

    /** Writes {@code text} as UTF-8 with a zero behind it; where that is. */
    int text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int at = reserve(encoded.length + 1, Integer.BYTES);
        // Padding comes first, so that nothing stands between the length and the text.
        System.arraycopy(encoded, 0, bytes, at, encoded.length);
        putInt(encoded.length);
        return size;
    }

    /** Writes the first {@code count} of {@code targets} as a vector of references; where that is. */
    int references(int[] targets, int count) {
        for (int index = count - 1; index >= 0; index--) {
            putReference(targets[index]);
        }
        putInt(count);
        return size;
    }

    /** Writes a vector of numbers; where that is. */
    int numbers(int[] numbers) {
        for (int index = numbers.length - 1; index >= 0; index--) {
            putInt(numbers[index]);
        }
        putInt(numbers.length);
        return size;
    }

    /** Begins a table, whose fields come next, those of most bytes first. */
    void startTable() {
        reserve(0, Integer.BYTES);
        tableEnd = size;
        Arrays.fill(slots, 0);
    }

    void putByte(int slot, int value) {
        int at = reserve(Byte.BYTES, Byte.BYTES);
        bytes[at] = (byte) value;
        slots[slot] = size;
    }

    void putFlag(int slot, boolean value) {
        putByte(slot, value ? 1 : 0);
    }

    void putShort(int slot, int value) {
        int at = reserve(Short.BYTES, Short.BYTES);
        LittleEndian.putShort(bytes, at, value);
        slots[slot] = size;
    }

    void putInt(int slot, int value) {
        putInt(value);
        slots[slot] = size;
    }

    void putLong(int slot, long value) {
        int at = reserve(Long.BYTES, Long.BYTES);
        LittleEndian.putLong(bytes, at, value);
        slots[slot] = size;
    }

    /** A field that refers to what is at {@code target}; left out where that is 0. */
    void putReference(int slot, int target) {
        if (target != 0) {
            putReference(target);
            slots[slot] = size;
        }
    }

    /** Ends the table; where it is. */
    int endTable() {
        putInt(0);
        int table = size;
        long layout = (long) table - tableEnd;
        int slotCount = 0;
        for (int slot = 0; slot < SLOTS_MAX; slot++) {
            if (slots[slot] != 0) {
                layout |= (long) (table - slots[slot]) << ((slot + 1) * OFFSET_BITS);
                slotCount = slot + 1;
            }
        }
        int vtable = vtable(layout, slotCount);
        LittleEndian.putInt(bytes, bytes.length - table, vtable - table);
        return table;
    }

    private int vtable(long layout, int slotCount) {
        for (int known = 0; known < vtableCount; known++) {
            if (layouts[known] == layout) {
                return vtables[known];
            }
        }
        int length = VTABLE_HEAD_BYTES + slotCount * Short.BYTES;
        int at = reserve(length, Short.BYTES);
        LittleEndian.putShort(bytes, at, length);
        for (int part = 0; part <= slotCount; part++) {
            long offset = (layout >>> (part * OFFSET_BITS)) & OFFSET_MASK;
            LittleEndian.putShort(bytes, at + (part + 1) * Short.BYTES, (int) offset);
        }
        if (vtableCount == vtables.length) {
            layouts = Arrays.copyOf(layouts, vtableCount * 2);
            vtables = Arrays.copyOf(vtables, vtableCount * 2);
        }
        layouts[vtableCount] = layout;
        vtables[vtableCount++] = size;
        return size;
    }

    /** Refers to {@code root}, which is the whole; the flatbuffer, a multiple of 8 bytes, behind {@code head} bytes. */
    byte[] finish(int root, int head) {
        int at = reserve(Integer.BYTES, Long.BYTES);
        LittleEndian.putInt(bytes, at, size - root);
        byte[] finished = new byte[head + size];
        System.arraycopy(bytes, at, finished, head, size);
        return finished;
    }
}
