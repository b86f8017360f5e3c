/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * Parquet's RLE encoding of small numbers: runs of one number, and groups of eight numbers packed to as few bits as
 * the largest one needs.
 */
final class HybridEncoding {
    private static final int GROUP = 8;

    private HybridEncoding() {}

    /** The bits that every number from 0 up to {@code max} fits into. */
    static int bitWidth(int max) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(max);
    }

    /** Appends {@code count} times {@code value} as one run. */
    static void encodeRun(int value, int count, int bitWidth, PageBytes target) {
        target.writeVarint((long) count << 1);
        for (int bits = 0; bits < bitWidth; bits += Byte.SIZE) {
            target.writeByte(value >>> bits);
        }
    }

    /** Appends the first {@code count} of {@code values}, each of which fits into {@code bitWidth} bits. */
    static void encode(int[] values, int count, int bitWidth, PageBytes target) {
        int runMin = runMin(bitWidth);
        int packedFrom = 0;
        int at = 0;
        while (at < count) {
            int run = isGroupEqual(values, at, count) ? runLength(values, at, count) : 0;
            if (run >= runMin) {
                pack(values, packedFrom, at, bitWidth, target);
                encodeRun(values[at], run, bitWidth, target);
                at += run;
                packedFrom = at;
            } else {
                at += Math.max(GROUP, run / GROUP * GROUP);
            }
        }
        pack(values, packedFrom, count, bitWidth, target);
    }

    /** Shorter runs take fewer bytes as packed groups, whose neighbours need no header of their own then. */
    private static int runMin(int bitWidth) {
        return switch (bitWidth) {
            case 0 -> GROUP;
            case 1 -> 4 * GROUP;
            case 2 -> 2 * GROUP;
            default -> GROUP;
        };
    }

    private static boolean isGroupEqual(int[] values, int at, int count) {
        if (at + GROUP > count) {
            return false;
        }
        int first = values[at];
        for (int next = at + 1; next < at + GROUP; next++) {
            if (values[next] != first) {
                return false;
            }
        }
        return true;
    }

    private static int runLength(int[] values, int at, int count) {
        int first = values[at];
        int end = at + GROUP;
        while (end < count && values[end] == first) {
            end++;
        }
        return end - at;
    }

    /** Packs whole groups, the last one filled up with zeros. */
    private static void pack(int[] values, int from, int to, int bitWidth, PageBytes target) {
        if (from >= to) {
            return;
        }
        int groupCount = (to - from + GROUP - 1) / GROUP;
        target.writeVarint((long) groupCount << 1 | 1);
        packBits(values, from, to, bitWidth, target);
        int missing = groupCount * bitWidth - (int) (((long) (to - from) * bitWidth + Byte.SIZE - 1) / Byte.SIZE);
        for (int pad = 0; pad < missing; pad++) {
            target.writeByte(0);
        }
    }

    /** Packs numbers bit by bit, the lowest bit first, and ends on a whole byte. */
    static void packBits(int[] values, int from, int to, int bitWidth, PageBytes target) {
        int byteCount = (int) (((long) (to - from) * bitWidth + Byte.SIZE - 1) / Byte.SIZE);
        // Whole words are written, so there must be room for the last one.
        int position = target.reserve(byteCount + Long.BYTES);
        int end = position + byteCount;
        byte[] bytes = target.array();
        long pending = 0;
        int pendingBits = 0;
        for (int at = from; at < to; at++) {
            pending |= (values[at] & 0xFFFFFFFFL) << pendingBits;
            pendingBits += bitWidth;
            if (pendingBits >= Integer.SIZE) {
                PageBytes.INTS.set(bytes, position, (int) pending);
                position += Integer.BYTES;
                pending >>>= Integer.SIZE;
                pendingBits -= Integer.SIZE;
            }
        }
        PageBytes.LONGS.set(bytes, position, pending);
        target.truncate(end);
    }
}
