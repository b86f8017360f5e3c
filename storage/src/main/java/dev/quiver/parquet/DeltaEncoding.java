/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * Parquet's DELTA_BINARY_PACKED: the differences of neighbours, above the smallest one of their block and packed to as
 * few bits as their quarter of the block needs.
 */
final class DeltaEncoding {
    private static final int BLOCK = 128;
    private static final int QUARTERS = 4;
    private static final int QUARTER = BLOCK / QUARTERS;

    private final PageBytes target;
    private final int typeBits;
    private final long[] differences = new long[BLOCK];

    private DeltaEncoding(PageBytes target, int typeBits) {
        this.target = target;
        this.typeBits = typeBits;
    }

    /** Appends {@code count} numbers of {@code width} bytes that lie one behind the other in {@code plain}. */
    static void encode(byte[] plain, int count, int width, PageBytes target) {
        target.writeVarint(BLOCK);
        target.writeVarint(QUARTERS);
        target.writeVarint(count);
        target.writeZigzag(count == 0 ? 0 : value(plain, 0, width));
        DeltaEncoding encoding = new DeltaEncoding(target, width * Byte.SIZE);
        for (int from = 1; from < count; from += BLOCK) {
            encoding.block(plain, from, Math.min(BLOCK, count - from), width);
        }
    }

    private static long value(byte[] plain, int index, int width) {
        return width == Integer.BYTES
                ? (int) PageBytes.INTS.get(plain, index * Integer.BYTES)
                : (long) PageBytes.LONGS.get(plain, index * Long.BYTES);
    }

    private void block(byte[] plain, int from, int count, int width) {
        long min = Long.MAX_VALUE;
        long previous = value(plain, from - 1, width);
        for (int at = 0; at < count; at++) {
            long next = value(plain, from + at, width);
            // Wraps around in the width of the type, as it will when it is added up again.
            long difference = typeBits == Integer.SIZE ? (int) (next - previous) : next - previous;
            differences[at] = difference;
            min = Math.min(min, difference);
            previous = next;
        }
        target.writeZigzag(min);
        int widthsAt = target.reserve(QUARTERS);
        long mask = typeBits == Integer.SIZE ? 0xFFFFFFFFL : -1L;
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            int start = quarter * QUARTER;
            int bitWidth = start < count ? normalise(start, Math.min(count, start + QUARTER), min, mask) : 0;
            target.array()[widthsAt + quarter] = (byte) bitWidth;
            if (bitWidth > 0) {
                pack(start, bitWidth);
            }
        }
    }

    /** Makes differences relative to {@code min}, fills the quarter up and returns the bits that the largest needs. */
    private int normalise(int start, int end, long min, long mask) {
        long all = 0;
        for (int at = start; at < end; at++) {
            differences[at] = (differences[at] - min) & mask;
            all |= differences[at];
        }
        for (int at = end; at < start + QUARTER; at++) {
            differences[at] = 0;
        }
        return Long.SIZE - Long.numberOfLeadingZeros(all);
    }

    private void pack(int start, int bitWidth) {
        int byteCount = QUARTER / Byte.SIZE * bitWidth;
        int position = target.reserve(byteCount + Long.BYTES);
        int end = position + byteCount;
        byte[] bytes = target.array();
        long pending = 0;
        int pendingBits = 0;
        for (int at = start; at < start + QUARTER; at++) {
            long value = differences[at];
            pending |= value << pendingBits;
            pendingBits += bitWidth;
            if (pendingBits >= Long.SIZE) {
                PageBytes.LONGS.set(bytes, position, pending);
                position += Long.BYTES;
                pendingBits -= Long.SIZE;
                pending = pendingBits == 0 ? 0 : value >>> (bitWidth - pendingBits);
            }
        }
        PageBytes.LONGS.set(bytes, position, pending);
        target.truncate(end);
    }
}
