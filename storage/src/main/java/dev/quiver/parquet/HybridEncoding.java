/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/**
 * Parquet's RLE encoding of small numbers: runs of one number, and groups of eight numbers packed to as few bits as
 * the largest one needs.
 */
final class HybridEncoding {
    private static final int GROUP = 8;

    /** So many groups have a header of one byte, which can be filled in when they are complete. */
    private static final int GROUPS_MAX = 63;

    private static final long BYTES_OF_ONE = 0x0101_0101_0101_0101L;

    private final PageBytes target;
    private final int bitWidth;
    private int headerAt;
    private int openGroups;

    private HybridEncoding(PageBytes target, int bitWidth) {
        this.target = target;
        this.bitWidth = bitWidth;
    }

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
        HybridEncoding encoding = new HybridEncoding(target, bitWidth);
        int at = 0;
        while (at + GROUP <= count) {
            int run = isGroupEqual(values, at) ? runLength(values, at, count) : 0;
            if (run >= runMin(bitWidth)) {
                encoding.endGroups();
                encodeRun(values[at], run, bitWidth, target);
                at += run;
            } else {
                encoding.group(values, at, GROUP);
                at += GROUP;
            }
        }
        if (at < count) {
            encoding.group(values, at, count - at);
        }
        encoding.endGroups();
    }

    /** Appends the first {@code count} of {@code bits}, which are 0 or 1 each. */
    static void encodeBits(byte[] bits, int count, PageBytes target) {
        HybridEncoding encoding = new HybridEncoding(target, 1);
        int at = 0;
        while (at + GROUP <= count) {
            long group = (long) PageBytes.LONGS.get(bits, at);
            int run = group == 0 || group == BYTES_OF_ONE ? runLength(bits, at, count) : 0;
            if (run >= runMin(1)) {
                encoding.endGroups();
                encodeRun(bits[at], run, 1, target);
                at += run;
            } else {
                encoding.beginGroup();
                target.writeByte(packed(group));
                at += GROUP;
            }
        }
        if (at < count) {
            int rest = 0;
            for (int bit = at; bit < count; bit++) {
                rest |= bits[bit] << (bit - at);
            }
            encoding.beginGroup();
            target.writeByte(rest);
        }
        encoding.endGroups();
    }

    /** The lowest bits of eight bytes, that of the first byte lowest: the product moves each to its place on top. */
    private static int packed(long group) {
        return (int) ((group * 0x0102_0408_1020_4080L) >>> 56);
    }

    /** Shorter runs take fewer bytes as packed groups, whose neighbours need no header of their own then. */
    private static int runMin(int bitWidth) {
        return switch (bitWidth) {
            case 1 -> 4 * GROUP;
            case 2 -> 2 * GROUP;
            default -> GROUP;
        };
    }

    private static boolean isGroupEqual(int[] values, int at) {
        int first = values[at];
        return first == values[at + 1]
                && first == values[at + 2]
                && first == values[at + 3]
                && first == values[at + 4]
                && first == values[at + 5]
                && first == values[at + 6]
                && first == values[at + 7];
    }

    private static int runLength(int[] values, int at, int count) {
        int first = values[at];
        int end = at + GROUP;
        while (end < count && values[end] == first) {
            end++;
        }
        return end - at;
    }

    private static int runLength(byte[] values, int at, int count) {
        int first = values[at];
        int end = at + GROUP;
        while (end < count && values[end] == first) {
            end++;
        }
        return end - at;
    }

    private void beginGroup() {
        if (openGroups == GROUPS_MAX) {
            endGroups();
        }
        if (openGroups == 0) {
            headerAt = target.reserve(1);
        }
        openGroups++;
    }

    private void endGroups() {
        if (openGroups > 0) {
            target.array()[headerAt] = (byte) ((openGroups << 1) | 1);
            openGroups = 0;
        }
    }

    /** Packs {@code count} numbers as a group, filled up with zeros. */
    private void group(int[] values, int at, int count) {
        beginGroup();
        if (count == GROUP && bitWidth <= Byte.SIZE) {
            narrowGroup(values, at);
            return;
        }
        int end = target.size() + bitWidth;
        packBits(values, at, at + count, bitWidth, target);
        while (target.size() < end) {
            target.writeByte(0);
        }
    }

    /** All bits of the group fit into one word. */
    private void narrowGroup(int[] values, int at) {
        int width = bitWidth;
        long low = values[at]
                | ((long) values[at + 1] << width)
                | ((long) values[at + 2] << (2 * width))
                | ((long) values[at + 3] << (3 * width));
        long high = values[at + 4]
                | ((long) values[at + 5] << width)
                | ((long) values[at + 6] << (2 * width))
                | ((long) values[at + 7] << (3 * width));
        int position = target.reserve(Long.BYTES);
        PageBytes.LONGS.set(target.array(), position, low | (high << (4 * width)));
        target.truncate(position + width);
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
