/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Growing bits, least significant first as Arrow has them: which values are present, or boolean values. Bits that are
 * set are only counted until one comes that is not: most columns have long runs of them.
 */
final class Bits {
    private static final int LENGTH_MIN = 16;

    private byte[] bytes = new byte[LENGTH_MIN];
    private int count;
    /** Bits that are in {@link #bytes}, which has zeros behind them; those from here on are set. */
    private int written;

    void append(boolean set) {
        if (set) {
            count++;
        } else {
            appendUnset(1);
        }
    }

    /** Appends a bit that may be one or the other. */
    void appendEither(boolean set) {
        if (written < count || written >>> 3 == bytes.length) {
            write(1);
        }
        place(set ? 1 : 0, 1);
        count = written;
    }

    /** Appends {@code length} bits that are all set. */
    void appendSet(int length) {
        count += length;
    }

    /** Appends {@code length} bits that are not set. */
    void appendUnset(int length) {
        write(length);
        count += length;
        written = count;
    }

    /** Appends the bits from {@code from} up to {@code from + length} of those that begin at byte {@code offset}. */
    void appendRange(byte[] source, int offset, int from, int length) {
        write(length);
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken = Math.min(Math.min(end - at, Byte.SIZE - (written & 7)), Byte.SIZE - (at & 7));
            place((source[offset + (at >>> 3)] >>> (at & 7)) & ((1 << taken) - 1), taken);
            at += taken;
        }
        count = written;
    }

    /** Writes the bits that were only counted, with room for {@code more}. */
    private void write(int more) {
        long needed = ((long) count + more + 7) >>> 3;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, HeapArrays.grown(bytes.length, needed));
        }
        while (written < count) {
            int taken = Math.min(count - written, Byte.SIZE - (written & 7));
            place((1 << taken) - 1, taken);
        }
    }

    /** Writes the lowest {@code length} of {@code bits}, all of which go into one byte. */
    private void place(int bits, int length) {
        int index = written >>> 3;
        bytes[index] = (byte) (bytes[index] | bits << (written & 7));
        written += length;
    }

    boolean isSet(int index) {
        return index >= written || (bytes[index >>> 3] >>> (index & 7) & 1) != 0;
    }

    int count() {
        return count;
    }

    /** The number of bits that are not set, counted anew. */
    int unsetCount() {
        int setCount = 0;
        int end = byteCount(written);
        int at = 0;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            setCount += Long.bitCount((long) HeapArrays.LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            setCount += Integer.bitCount(bytes[at] & 0xff);
        }
        return written - setCount;
    }

    long byteCount() {
        return bytes.length;
    }

    /** Forgets every bit from {@code newCount} on. */
    void truncate(int newCount) {
        count = Math.min(count, newCount);
        if (count >= written) {
            return;
        }
        int end = byteCount(count);
        Arrays.fill(bytes, end, byteCount(written), (byte) 0);
        if ((count & 7) != 0) {
            bytes[end - 1] = (byte) (bytes[end - 1] & ((1 << (count & 7)) - 1));
        }
        written = count;
    }

    /** The bits in {@code order}, or as they are and not to be changed; bits behind the last one are 0. */
    byte[] ordered(int @Nullable [] order) {
        if (order == null) {
            write(0);
            return bytes;
        }
        byte[] ordered = new byte[byteCount(order.length)];
        for (int row = 0; row < order.length; row++) {
            if (isSet(order[row])) {
                ordered[row >>> 3] = (byte) (ordered[row >>> 3] | 1 << (row & 7));
            }
        }
        return ordered;
    }

    /** The bytes that {@code bitCount} bits take. */
    static int byteCount(int bitCount) {
        return (bitCount + 7) >>> 3;
    }

    void clear() {
        if (written > 0) {
            Arrays.fill(bytes, 0, byteCount(written), (byte) 0);
        }
        count = 0;
        written = 0;
    }

    void release() {
        bytes = new byte[LENGTH_MIN];
        count = 0;
        written = 0;
    }
}
