/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;

/** Decompresses Snappy's raw format: the length, then literals and copies of what came before. */
final class SnappyDecoder {
    private static final int LENGTH_BYTES_MAX = 5;
    private static final int LITERAL_INLINE_MAX = 60;
    /** So many bytes are copied at once where both arrays have as many. */
    private static final int WORDS_BYTES = 2 * Long.BYTES;

    private final byte[] source;
    private final int end;
    private final byte[] target;
    private final int start;
    private final int limit;
    private int next;
    private int position;

    private SnappyDecoder(PageDecompressor.Compressed compressed, byte[] target, int start) {
        this.source = compressed.bytes();
        this.next = compressed.from();
        this.end = compressed.from() + compressed.length();
        this.target = target;
        this.start = start;
        this.limit = start + compressed.plainLength();
        this.position = start;
    }

    /**
     * Puts what {@code compressed} stands for at {@code at} of {@code target}, which is padded.
     *
     * @return how many bytes that is by its own account; if it is not as many as it must be, nothing was put
     * @throws IOException if the bytes are no such format
     */
    static int decode(PageDecompressor.Compressed compressed, byte[] target, int at) throws IOException {
        int length = compressed.plainLength();
        SnappyDecoder decoder = new SnappyDecoder(compressed, target, at);
        long claimed = decoder.length();
        if (claimed != length) {
            return (int) Math.min(Integer.MAX_VALUE, claimed);
        }
        decoder.elements();
        return decoder.position - at;
    }

    private long length() throws IOException {
        long length = 0;
        for (int index = 0; index < LENGTH_BYTES_MAX; index++) {
            int digit = unsigned(1);
            length |= (digit & 0x7FL) << (7 * index);
            if (digit < 0x80) {
                return length;
            }
        }
        throw new IOException("its length has more than " + LENGTH_BYTES_MAX + " bytes");
    }

    /** The next {@code byteCount} bytes, 1 to 4, the lowest first. */
    private int unsigned(int byteCount) throws IOException {
        if (byteCount > end - next) {
            throw new IOException("it ends too early");
        }
        int value = 0;
        for (int index = 0; index < byteCount; index++) {
            value |= (source[next++] & 0xFF) << (Byte.SIZE * index);
        }
        return value;
    }

    private void elements() throws IOException {
        while (next < end) {
            int tag = source[next++] & 0xFF;
            switch (tag & 3) {
                case 0 -> literal(tag >>> 2);
                case 1 -> copy(4 + (tag >>> 2 & 7), tag >>> 5 << Byte.SIZE | unsigned(1));
                case 2 -> copy((tag >>> 2) + 1, unsigned(2));
                default -> copy((tag >>> 2) + 1, unsigned(4));
            }
        }
    }

    private void literal(int code) throws IOException {
        int length = (code < LITERAL_INLINE_MAX ? code : unsigned(code - LITERAL_INLINE_MAX + 1)) + 1;
        if (length < 1 || length > end - next || length > limit - position) {
            throw new IOException("a literal is too long");
        }
        if (length <= WORDS_BYTES && source.length - next >= WORDS_BYTES) {
            words(source, next);
        } else {
            System.arraycopy(source, next, target, position, length);
        }
        next += length;
        position += length;
    }

    /** The padding behind the target takes what is too much. */
    private void words(byte[] from, int at) {
        long low = LittleEndian.longAt(from, at);
        long high = LittleEndian.longAt(from, at + Long.BYTES);
        LittleEndian.putLong(target, position, low);
        LittleEndian.putLong(target, position + Long.BYTES, high);
    }

    private void copy(int length, int offset) throws IOException {
        if (offset < 1 || offset > position - start || length > limit - position) {
            throw new IOException("a copy reaches beyond the bytes there are");
        }
        int from = position - offset;
        int to = position + length;
        if (offset >= Long.BYTES) {
            for (int at = position; at < to; at += Long.BYTES, from += Long.BYTES) {
                LittleEndian.putLong(target, at, LittleEndian.longAt(target, from));
            }
        } else {
            for (int at = position; at < to; at++, from++) {
                target[at] = target[from];
            }
        }
        position = to;
    }
}
