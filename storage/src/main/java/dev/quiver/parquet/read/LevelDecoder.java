/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** Repetition or definition levels of a page. The array it reads must be padded. */
final class LevelDecoder {
    private final int max;
    private final int width;
    private final Place place;
    private final HybridDecoder hybrid;

    private boolean packed;
    private byte[] bytes = new byte[0];
    private long bit;

    /** Levels from 0 to {@code max}. */
    LevelDecoder(int max, Place place) {
        this.max = max;
        this.width = Integer.SIZE - Integer.numberOfLeadingZeros(max);
        this.place = place;
        this.hybrid = new HybridDecoder(place);
    }

    int max() {
        return max;
    }

    /**
     * Begins with the {@code count} levels that a page of the first version has at {@code from}.
     *
     * @return where the bytes behind them begin
     */
    int start(Encoding encoding, byte[] page, int from, int to, int count) throws MalformedParquetException {
        if (max == 0) {
            return from;
        }
        packed = encoding == Encoding.BIT_PACKED;
        if (packed) {
            return startPacked(page, from, to, count);
        }
        if (encoding != Encoding.RLE) {
            throw place.malformed("its levels are in encoding " + encoding);
        }
        int length = to - from < Integer.BYTES ? -1 : LittleEndian.intAt(page, from);
        if (length < 0 || length > to - from - Integer.BYTES) {
            throw place.malformed("its levels take " + length + " of " + (to - from) + " bytes");
        }
        int start = from + Integer.BYTES;
        hybrid.start(page, start, start + length, width);
        return start + length;
    }

    private int startPacked(byte[] page, int from, int to, int count) throws MalformedParquetException {
        long length = ((long) count * width + Byte.SIZE - 1) / Byte.SIZE;
        if (length > to - from) {
            throw place.malformed("its levels take " + length + " of " + (to - from) + " bytes");
        }
        bytes = page;
        bit = (long) from * Byte.SIZE;
        return from + (int) length;
    }

    /** Begins with the levels that a page of the second version has in the bytes from {@code from} up to {@code to}. */
    void startRuns(byte[] page, int from, int to) {
        packed = false;
        hybrid.start(page, from, to, width);
    }

    /** Puts the next {@code count} levels at {@code at}. */
    void read(byte[] target, int at, int count) throws MalformedParquetException {
        if (packed && max > 0) {
            readPacked(target, at, count);
        } else {
            hybrid.readBytes(target, at, count);
        }
        if (max + 1 != 1 << width) {
            checkRange(target, at, count);
        }
    }

    /** The deprecated way: the highest bit of a byte comes first. */
    private void readPacked(byte[] target, int at, int count) {
        for (int index = at; index < at + count; index++) {
            int level = 0;
            for (int digit = 0; digit < width; digit++, bit++) {
                level = (level << 1) | ((bytes[(int) (bit >>> 3)] >>> (7 - (bit & 7))) & 1);
            }
            target[index] = (byte) level;
        }
    }

    private void checkRange(byte[] target, int at, int count) throws MalformedParquetException {
        int largest = 0;
        for (int index = at; index < at + count; index++) {
            largest = Math.max(largest, target[index]);
        }
        if (largest > max) {
            throw place.malformed("a level is " + largest + ", above the largest one of " + max);
        }
    }

    /** Room in {@code levels} for {@code needed} of them. */
    static byte[] grown(byte[] levels, int needed) {
        return needed + LittleEndian.PADDING <= levels.length
                ? levels
                : Arrays.copyOf(levels, LittleEndian.length(levels.length, (long) needed + LittleEndian.PADDING));
    }
}
