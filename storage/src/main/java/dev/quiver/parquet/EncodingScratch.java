/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * What encoders work with while they take rows or end a page. Nothing in it outlives a call, so that one serves all
 * columns of all files of a task.
 */
final class EncodingScratch {
    /** Arrays of this length stay for the next page; what single large values needed is given back. */
    private static final int KEPT_BYTES_MAX = 4 << 20;

    private final Slots slots = new Slots();
    private final ListRanges ranges = new ListRanges();
    private final HeapCopy fixed = new HeapCopy();
    private final HeapCopy variable = new HeapCopy();
    private final NumberChunk numbers = new NumberChunk();
    private final ByteChunk bytes = new ByteChunk();
    private final PageBytes page = new PageBytes();
    private final IntBuffer ints = new IntBuffer();
    private final IdSet ids = new IdSet();

    /** The levels of the rows being taken. */
    Slots slots() {
        return slots;
    }

    /** Lists on the way down to the leaf. */
    ListRanges ranges() {
        return ranges;
    }

    /** Copies of buffers of bits, offsets and values of fixed width. */
    HeapCopy fixed() {
        return fixed;
    }

    /** Copies of the bytes of values of variable width. */
    HeapCopy variable() {
        return variable;
    }

    /** Numbers being taken. */
    NumberChunk numbers() {
        return numbers;
    }

    /** Byte strings being taken. */
    ByteChunk bytes() {
        return bytes;
    }

    /** The page being put together. */
    PageBytes page() {
        return page;
    }

    /** Numbers on their way to an encoding. */
    IntBuffer ints() {
        return ints;
    }

    /** Dictionary entries that a page refers to. */
    IdSet ids() {
        return ids;
    }

    /** Gives back what only single large values needed. */
    void trim() {
        fixed.trim(KEPT_BYTES_MAX);
        variable.trim(KEPT_BYTES_MAX);
        bytes.trim(KEPT_BYTES_MAX);
        page.clear(KEPT_BYTES_MAX);
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return slots.retainedBytes()
                + ranges.retainedBytes()
                + fixed.retainedBytes()
                + variable.retainedBytes()
                + numbers.retainedBytes()
                + bytes.retainedBytes()
                + page.retainedBytes()
                + ints.retainedBytes()
                + ids.retainedBytes();
    }
}
