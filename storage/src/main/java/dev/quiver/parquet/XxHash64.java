/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

/** The hash of Parquet's Bloom filters: XXH64 with seed 0, over values as they are stored without an encoding. */
public final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    /** The sum of the first two, cut to 64 bits. */
    private static final long PRIME_1_AND_2 = 0x60EA27EEADC0B5D6L;

    private static final int STRIPE = 4 * Long.BYTES;

    private XxHash64() {}

    /** The hash of the four bytes of {@code value}. */
    public static long ofInt(int value) {
        return avalanche(withInt(PRIME_5 + Integer.BYTES, value));
    }

    /** The hash of the eight bytes of {@code value}. */
    public static long ofLong(long value) {
        return avalanche(withLong(PRIME_5 + Long.BYTES, value));
    }

    /** The hash of {@code length} bytes at {@code start}. */
    public static long ofBytes(byte[] bytes, int start, int length) {
        int end = start + length;
        int at = start;
        long hash = PRIME_5;
        if (length >= STRIPE) {
            hash = stripes(bytes, start, length / STRIPE);
            at = start + length / STRIPE * STRIPE;
        }
        hash += length;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = withLong(hash, (long) PageBytes.LONGS.get(bytes, at));
        }
        if (at + Integer.BYTES <= end) {
            hash = withInt(hash, (int) PageBytes.INTS.get(bytes, at));
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ ((bytes[at] & 0xFF) * PRIME_5), 11) * PRIME_1;
        }
        return avalanche(hash);
    }

    private static long stripes(byte[] bytes, int start, int count) {
        long one = PRIME_1_AND_2;
        long two = PRIME_2;
        long three = 0;
        long four = -PRIME_1;
        for (int stripe = 0; stripe < count; stripe++) {
            int at = start + stripe * STRIPE;
            one = round(one, (long) PageBytes.LONGS.get(bytes, at));
            two = round(two, (long) PageBytes.LONGS.get(bytes, at + Long.BYTES));
            three = round(three, (long) PageBytes.LONGS.get(bytes, at + 2 * Long.BYTES));
            four = round(four, (long) PageBytes.LONGS.get(bytes, at + 3 * Long.BYTES));
        }
        long hash = Long.rotateLeft(one, 1)
                + Long.rotateLeft(two, 7)
                + Long.rotateLeft(three, 12)
                + Long.rotateLeft(four, 18);
        return merge(merge(merge(merge(hash, one), two), three), four);
    }

    private static long round(long accumulator, long word) {
        return Long.rotateLeft(accumulator + word * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }

    private static long withLong(long hash, long word) {
        return Long.rotateLeft(hash ^ round(0, word), 27) * PRIME_1 + PRIME_4;
    }

    private static long withInt(long hash, int word) {
        return Long.rotateLeft(hash ^ ((word & 0xFFFFFFFFL) * PRIME_1), 23) * PRIME_2 + PRIME_3;
    }

    private static long avalanche(long hash) {
        long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
        mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
        return mixed ^ (mixed >>> 32);
    }
}
