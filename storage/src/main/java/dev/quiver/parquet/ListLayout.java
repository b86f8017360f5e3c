/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.arrow.memory.ArrowBuf;

/**
 * How a vector says where its lists begin.
 *
 * @param width bytes of an offset; 0 if all lists have the same length
 * @param length elements of each list; only if all have the same length
 */
record ListLayout(int width, int length) {
    /** Offsets of 32 bits. */
    static final ListLayout NARROW = new ListLayout(Integer.BYTES, 0);

    /** Offsets of 64 bits. */
    static final ListLayout WIDE = new ListLayout(Long.BYTES, 0);

    /** Lists of {@code length} elements, without offsets. */
    static ListLayout fixed(int length) {
        return new ListLayout(0, length);
    }

    /** Where list {@code index} begins, which is where the one before it ends. */
    int offset(ArrowBuf buffer, int index) {
        return switch (width) {
            case 0 -> Math.multiplyExact(index, length);
            case Integer.BYTES -> buffer.getInt((long) index * Integer.BYTES);
            default -> Math.toIntExact(buffer.getLong((long) index * Long.BYTES));
        };
    }

    /** Reads {@code count} offsets, the first one that of list {@code start}. */
    void read(ArrowBuf buffer, int start, int[] offsets, int count, HeapCopy scratch) {
        if (width == 0) {
            for (int at = 0; at < count; at++) {
                offsets[at] = Math.multiplyExact(start + at, length);
            }
            return;
        }
        scratch.copyValues(buffer, start, start + count, width);
        byte[] bytes = scratch.array();
        if (width == Integer.BYTES) {
            for (int at = 0; at < count; at++) {
                offsets[at] = (int) PageBytes.INTS.get(bytes, at * Integer.BYTES);
            }
            return;
        }
        for (int at = 0; at < count; at++) {
            offsets[at] = Math.toIntExact((long) PageBytes.LONGS.get(bytes, at * Long.BYTES));
        }
    }
}
