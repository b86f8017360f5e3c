/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/**
 * Integers in Parquet's DELTA_BINARY_PACKED encoding: blocks of differences, each packed to the bits it needs. The
 * array it reads must be padded.
 */
final class DeltaDecoder {
    private static final int NARROW_BITS_MAX = 56;

    private final Place place;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    private int miniBlockCount;
    private int miniBlockValues;
    private long valueCount;
    private long producedCount;
    private long current;

    private long minimum;
    private int widthsAt;
    private int miniBlock;
    private int miniBlockLeft;
    private int width;
    private long bit;

    DeltaDecoder(Place place) {
        this.place = place;
    }

    /** Begins with the integers in the bytes from {@code from} up to {@code to}. */
    void start(byte[] newBytes, int from, int to) throws MalformedParquetException {
        bytes = newBytes;
        at = from;
        end = to;
        long blockValues = varint();
        long blocks = varint();
        valueCount = varint();
        current = zigzag(varint());
        boolean fits = blockValues > 0
                && blocks > 0
                && blockValues <= Integer.MAX_VALUE
                && blockValues % blocks == 0
                && blockValues / blocks % Byte.SIZE == 0;
        if (!fits || valueCount < 0 || valueCount > Integer.MAX_VALUE) {
            throw place.malformed("its differences come in blocks of " + blockValues + " values in " + blocks
                    + " parts, " + valueCount + " in all");
        }
        miniBlockCount = (int) blocks;
        miniBlockValues = (int) (blockValues / blocks);
        miniBlock = miniBlockCount;
        miniBlockLeft = 0;
        producedCount = 0;
    }

    /** The integers that the header claims. */
    int valueCount() {
        return (int) valueCount;
    }

    private long varint() throws MalformedParquetException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at >= end) {
                throw place.malformed("its differences end too early");
            }
            int next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw place.malformed("a number in its differences is longer than 64 bits");
    }

    private static long zigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** Puts the next {@code count} integers at {@code from}. */
    void readLongs(long[] target, int from, int count) throws MalformedParquetException {
        if (count > valueCount - producedCount) {
            throw place.malformed("its differences are those of " + valueCount + " values, fewer than there must be");
        }
        int position = from;
        int stop = from + count;
        if (producedCount == 0 && count > 0) {
            target[position++] = current;
            producedCount = 1;
        }
        while (position < stop) {
            if (miniBlockLeft == 0) {
                nextMiniBlock();
            }
            int length = Math.min(stop - position, miniBlockLeft);
            unpack(target, position, length);
            position += length;
            miniBlockLeft -= length;
            producedCount += length;
        }
    }

    private void nextMiniBlock() throws MalformedParquetException {
        if (miniBlock == miniBlockCount) {
            minimum = zigzag(varint());
            widthsAt = at;
            if (miniBlockCount > end - at) {
                throw place.malformed("its differences end before the widths of a block");
            }
            at += miniBlockCount;
            miniBlock = 0;
        }
        width = bytes[widthsAt + miniBlock++] & 0xFF;
        if (width > Long.SIZE) {
            throw place.malformed("its differences have " + width + " bits");
        }
        // The first integer is in the header, not in a block.
        miniBlockLeft = (int) Math.min(miniBlockValues, valueCount - Math.max(1, producedCount));
        bit = (long) at * Byte.SIZE;
        if ((long) miniBlockLeft * width > (long) (end - at) * Byte.SIZE) {
            throw place.malformed("its differences end within a block");
        }
        at = (int) Math.min(end, at + (long) miniBlockValues * width / Byte.SIZE);
    }

    private void unpack(long[] target, int from, int count) {
        long sum = current;
        long mask = width == Long.SIZE ? -1 : (1L << width) - 1;
        long position = bit;
        if (width <= NARROW_BITS_MAX) {
            for (int index = from; index < from + count; index++, position += width) {
                long word = LittleEndian.longAt(bytes, (int) (position >>> 3));
                sum += minimum + ((word >>> (position & 7)) & mask);
                target[index] = sum;
            }
        } else {
            for (int index = from; index < from + count; index++, position += width) {
                sum += minimum + (wideAt(position) & mask);
                target[index] = sum;
            }
        }
        current = sum;
        bit = position;
    }

    private long wideAt(long position) {
        int start = (int) (position >>> 3);
        int shift = (int) (position & 7);
        long low = LittleEndian.longAt(bytes, start) >>> shift;
        return shift == 0 ? low : low | (LittleEndian.longAt(bytes, start + Long.BYTES) << (Long.SIZE - shift));
    }

    /** Passes all integers from here on and returns where the bytes behind them begin. */
    int skipToEnd() throws MalformedParquetException {
        producedCount = Math.max(1, producedCount) + miniBlockLeft;
        while (producedCount < valueCount) {
            nextMiniBlock();
            producedCount += miniBlockLeft;
        }
        miniBlockLeft = 0;
        return at;
    }
}
