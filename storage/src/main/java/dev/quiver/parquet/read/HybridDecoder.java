/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Arrays;

/**
 * Small numbers in Parquet's RLE encoding: runs of one number, and groups of eight numbers packed to as few bits as
 * needed. The array it reads must be padded.
 */
final class HybridDecoder {
    private static final int GROUP = 8;
    private static final long BYTES_OF_ONE = 0x0101_0101_0101_0101L;
    private static final long BITS_OF_BYTES = 0x8040_2010_0804_0201L;
    private static final long BYTES_BELOW_HIGH_BIT = 0x7F7F_7F7F_7F7F_7F7FL;

    private final Place place;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private int width;
    private long mask;

    private int runLeft;
    private int runValue;
    private int packedLeft;
    private long packedBit;

    HybridDecoder(Place place) {
        this.place = place;
    }

    /** Begins with the numbers of {@code newWidth} bits, 0 to 32, in the bytes from {@code from} up to {@code to}. */
    void start(byte[] newBytes, int from, int to, int newWidth) {
        bytes = newBytes;
        at = from;
        end = to;
        width = newWidth;
        mask = (1L << newWidth) - 1;
        runLeft = 0;
        packedLeft = 0;
    }

    /** Puts the next {@code count} numbers at {@code from}. */
    void readInts(int[] target, int from, int count) throws MalformedParquetException {
        int position = from;
        int stop = from + count;
        if (width == 0) {
            Arrays.fill(target, from, stop, 0);
            return;
        }
        while (position < stop) {
            nextRun();
            int length = Math.min(stop - position, runLeft + packedLeft);
            if (runLeft > 0) {
                Arrays.fill(target, position, position + length, runValue);
                runLeft -= length;
            } else {
                unpack(target, position, length);
                packedLeft -= length;
                packedBit += (long) length * width;
            }
            position += length;
        }
    }

    /** Puts the next {@code count} numbers, of at most seven bits, at {@code from}. */
    void readBytes(byte[] target, int from, int count) throws MalformedParquetException {
        int position = from;
        int stop = from + count;
        if (width == 0) {
            Arrays.fill(target, from, stop, (byte) 0);
            return;
        }
        while (position < stop) {
            nextRun();
            int length = Math.min(stop - position, runLeft + packedLeft);
            if (runLeft > 0) {
                Arrays.fill(target, position, position + length, (byte) runValue);
                runLeft -= length;
            } else {
                unpack(target, position, length);
                packedLeft -= length;
                packedBit += (long) length * width;
            }
            position += length;
        }
    }

    /** Makes sure that one of the two kinds of runs has something left, and only one. */
    private void nextRun() throws MalformedParquetException {
        while (runLeft == 0 && packedLeft == 0) {
            long header = header();
            long count = header >>> 1;
            if ((header & 1) == 0) {
                runLeft = (int) Math.min(Integer.MAX_VALUE, count);
                runValue = value();
            } else {
                packed(count);
            }
        }
    }

    private long header() throws MalformedParquetException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at >= end) {
                throw place.malformed("its levels, booleans or dictionary ids end too early");
            }
            int next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw place.malformed("a run of levels, booleans or dictionary ids is longer than a page");
    }

    private int value() throws MalformedParquetException {
        int length = (width + 7) >>> 3;
        if (length > end - at) {
            throw place.malformed("its levels, booleans or dictionary ids end within a run");
        }
        long value = LittleEndian.longAt(bytes, at) & ((1L << (length * Byte.SIZE)) - 1);
        if (value > mask) {
            throw place.malformed(
                    "a level, boolean or dictionary id of " + value + " does not fit into " + width + " bits");
        }
        at += length;
        return (int) value;
    }

    /** Some writers leave out the unused bytes of the last group. */
    private void packed(long groups) throws MalformedParquetException {
        long byteCount = Math.min(groups * width, end - at);
        long count = Math.min(groups * GROUP, byteCount * Byte.SIZE / width);
        if (count == 0 && groups > 0) {
            throw place.malformed("its levels, booleans or dictionary ids end within a group");
        }
        packedLeft = (int) Math.min(Integer.MAX_VALUE, count);
        packedBit = (long) at * Byte.SIZE;
        at += (int) byteCount;
    }

    private void unpack(int[] target, int from, int count) {
        int position = from;
        int stop = from + count;
        long bit = packedBit;
        if (width <= Byte.SIZE) {
            while (position < stop && (bit & 7) != 0) {
                target[position++] = numberAt(bit);
                bit += width;
            }
            for (; position + GROUP <= stop; position += GROUP, bit += (long) GROUP * width) {
                unpackGroup(LittleEndian.longAt(bytes, (int) (bit >>> 3)), target, position);
            }
        }
        for (; position < stop; position++, bit += width) {
            target[position] = numberAt(bit);
        }
    }

    private int numberAt(long bit) {
        return (int) ((LittleEndian.longAt(bytes, (int) (bit >>> 3)) >>> (bit & 7)) & mask);
    }

    private void unpackGroup(long word, int[] target, int position) {
        int shift = width;
        target[position] = (int) (word & mask);
        target[position + 1] = (int) ((word >>> shift) & mask);
        target[position + 2] = (int) ((word >>> (2 * shift)) & mask);
        target[position + 3] = (int) ((word >>> (3 * shift)) & mask);
        target[position + 4] = (int) ((word >>> (4 * shift)) & mask);
        target[position + 5] = (int) ((word >>> (5 * shift)) & mask);
        target[position + 6] = (int) ((word >>> (6 * shift)) & mask);
        target[position + 7] = (int) ((word >>> (7 * shift)) & mask);
    }

    private void unpack(byte[] target, int from, int count) {
        int position = from;
        int stop = from + count;
        long bit = packedBit;
        if (width == 1) {
            while (position < stop && (bit & 7) != 0) {
                target[position++] = (byte) numberAt(bit++);
            }
            for (; position + GROUP <= stop; position += GROUP, bit += GROUP) {
                LittleEndian.putLong(target, position, spread(bytes[(int) (bit >>> 3)]));
            }
        }
        for (; position < stop; position++, bit += width) {
            target[position] = (byte) numberAt(bit);
        }
    }

    /** The bits of {@code eight} as eight bytes of 0 or 1, the lowest first. */
    static long spread(byte eight) {
        long separate = ((eight & 0xFFL) * BYTES_OF_ONE) & BITS_OF_BYTES;
        return ((separate + BYTES_BELOW_HIGH_BIT) >>> 7) & BYTES_OF_ONE;
    }
}
