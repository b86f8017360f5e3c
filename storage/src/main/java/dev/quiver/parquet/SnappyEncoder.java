/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/**
 * Compresses bytes to Snappy's raw format: the length, then literals and copies of what came before. Repetitions are
 * found by the hash of four bytes, within blocks of 64 KiB. One thread at a time.
 */
final class SnappyEncoder {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int TABLE_BITS = 14;
    /** 2^32 divided by the golden ratio, which spreads neighbours well. */
    private static final int MULTIPLIER = 0x9E37_79B1;

    private static final int MATCH_BYTES_MIN = 4;
    /** A block's last bytes are never the beginning of a repetition, so that whole words can be read. */
    private static final int TAIL_BYTES = 15;

    /** Every so many places without a repetition, the search goes one place further at a time. */
    private static final int PATIENCE_BITS = 5;

    private static final int LITERAL_INLINE_MAX = 60;
    private static final int COPY_BYTES_MAX = 64;
    private static final int SHORT_COPY_BYTES_MAX = 11;
    private static final int SHORT_COPY_OFFSETS = 1 << 11;
    private static final int SHORT_COPY_TAG = 1;
    private static final int COPY_TAG = 2;

    /** By hash, the last place of a block where it was met. */
    private final char[] table = new char[1 << TABLE_BITS];

    private byte[] target = new byte[0];
    private int at;

    /** The {@code length} bytes of {@code source} from {@code from} on, compressed, in an array of their own. */
    byte[] encode(byte[] source, int from, int length) {
        // Literals of a block cost up to four bytes; copies never take more than what they stand for.
        target = new byte[Math.toIntExact(length + length / 6L + 32)];
        at = 0;
        putLength(length);
        for (int start = from; start < from + length; start += BLOCK_BYTES) {
            block(source, start, Math.min(from + length, start + BLOCK_BYTES));
        }
        byte[] encoded = Arrays.copyOf(target, at);
        target = new byte[0];
        return encoded;
    }

    private void putLength(int length) {
        int rest = length;
        while (rest > 0x7F) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
    }

    private void block(byte[] source, int start, int end) {
        Arrays.fill(table, (char) 0);
        int literal = start;
        int position = start + 1;
        int tried = 1 << PATIENCE_BITS;
        while (position < end - TAIL_BYTES) {
            int word = (int) PageBytes.INTS.get(source, position);
            int hash = hash(word);
            int candidate = start + table[hash];
            table[hash] = (char) (position - start);
            if ((int) PageBytes.INTS.get(source, candidate) != word) {
                position += tried++ >>> PATIENCE_BITS;
                continue;
            }
            literal(source, literal, position);
            int matched =
                    MATCH_BYTES_MIN + matching(source, candidate + MATCH_BYTES_MIN, position + MATCH_BYTES_MIN, end);
            copy(position - candidate, matched);
            position += matched;
            literal = position;
            tried = 1 << PATIENCE_BITS;
        }
        literal(source, literal, end);
    }

    private static int hash(int word) {
        return (word * MULTIPLIER) >>> (Integer.SIZE - TABLE_BITS);
    }

    /** How many bytes from {@code left} on are those from {@code right} on, which end at {@code end}. */
    private static int matching(byte[] source, int left, int right, int end) {
        int count = Arrays.mismatch(source, left, left + end - right, source, right, end);
        return count < 0 ? end - right : count;
    }

    private void literal(byte[] source, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return;
        }
        if (length <= LITERAL_INLINE_MAX) {
            target[at++] = (byte) ((length - 1) << 2);
        } else if (length <= 1 << Byte.SIZE) {
            target[at++] = (byte) (LITERAL_INLINE_MAX << 2);
            target[at++] = (byte) (length - 1);
        } else {
            target[at++] = (byte) ((LITERAL_INLINE_MAX + 1) << 2);
            target[at++] = (byte) (length - 1);
            target[at++] = (byte) ((length - 1) >>> Byte.SIZE);
        }
        System.arraycopy(source, from, target, at, length);
        at += length;
    }

    /** Copies are cut so that none is shorter than a repetition. */
    private void copy(int offset, int length) {
        int left = length;
        while (left >= COPY_BYTES_MAX + MATCH_BYTES_MIN) {
            longCopy(offset, COPY_BYTES_MAX);
            left -= COPY_BYTES_MAX;
        }
        if (left > COPY_BYTES_MAX) {
            longCopy(offset, COPY_BYTES_MAX - MATCH_BYTES_MIN);
            left -= COPY_BYTES_MAX - MATCH_BYTES_MIN;
        }
        if (left > SHORT_COPY_BYTES_MAX || offset >= SHORT_COPY_OFFSETS) {
            longCopy(offset, left);
            return;
        }
        target[at++] = (byte) (((offset >>> Byte.SIZE) << 5) | ((left - MATCH_BYTES_MIN) << 2) | SHORT_COPY_TAG);
        target[at++] = (byte) offset;
    }

    private void longCopy(int offset, int length) {
        target[at++] = (byte) (((length - 1) << 2) | COPY_TAG);
        target[at++] = (byte) offset;
        target[at++] = (byte) (offset >>> Byte.SIZE);
    }
}
