/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.Encoding;

/** The encodings of byte strings that have no dictionary. */
final class ByteEncodings {
    private ByteEncodings() {}

    /**
     * Appends {@code count} strings of {@code plain} and returns the encoding they got.
     *
     * @param width the length of all strings; 0 if each has its own, which is then in front of it
     */
    static Encoding encode(ColumnEncoding fallback, PageBytes plain, int count, int width, PageBytes target) {
        return switch (fallback) {
            case OF_PROFILE, PLAIN, DELTA_BINARY_PACKED, BYTE_STREAM_SPLIT, RLE -> plain(plain, target);
            case DELTA_LENGTH_BYTE_ARRAY -> {
                if (width > 0) {
                    yield plain(plain, target);
                }
                deltaLength(plain, count, target);
                yield Encoding.DELTA_LENGTH_BYTE_ARRAY;
            }
            case DELTA_BYTE_ARRAY -> {
                new Prefixes(plain, count, width).encode(target);
                yield Encoding.DELTA_BYTE_ARRAY;
            }
        };
    }

    private static Encoding plain(PageBytes plain, PageBytes target) {
        target.writeBytes(plain.array(), 0, plain.size());
        return Encoding.PLAIN;
    }

    /** Appends all lengths, then all strings. */
    private static void deltaLength(PageBytes plain, int count, PageBytes target) {
        byte[] bytes = plain.array();
        byte[] lengths = new byte[count * Integer.BYTES];
        int position = 0;
        for (int at = 0; at < count; at++) {
            int length = (int) PageBytes.INTS.get(bytes, position);
            PageBytes.INTS.set(lengths, at * Integer.BYTES, length);
            position += Integer.BYTES + length;
        }
        DeltaEncoding.encode(lengths, count, Integer.BYTES, target);
        int targetAt = target.reserve(plain.size() - lengths.length);
        position = 0;
        for (int at = 0; at < count; at++) {
            int length = (int) PageBytes.INTS.get(lengths, at * Integer.BYTES);
            System.arraycopy(bytes, position + Integer.BYTES, target.array(), targetAt, length);
            position += Integer.BYTES + length;
            targetAt += length;
        }
    }

    /** What each string shares with the one before, and the rest of it. */
    private static final class Prefixes {
        private final byte[] prefixLengths;
        private final PageBytes suffixes = new PageBytes();
        private final int count;

        Prefixes(PageBytes plain, int count, int width) {
            this.count = count;
            this.prefixLengths = new byte[count * Integer.BYTES];
            byte[] bytes = plain.array();
            int lengthBytes = width > 0 ? 0 : Integer.BYTES;
            int position = 0;
            int previousStart = 0;
            int previousLength = 0;
            for (int at = 0; at < count; at++) {
                int length = width > 0 ? width : (int) PageBytes.INTS.get(bytes, position);
                int start = position + lengthBytes;
                int shared = shared(bytes, previousStart, start, Math.min(previousLength, length));
                PageBytes.INTS.set(prefixLengths, at * Integer.BYTES, shared);
                suffixes.writeInt(length - shared);
                suffixes.writeBytes(bytes, start + shared, length - shared);
                previousStart = start;
                previousLength = length;
                position = start + length;
            }
        }

        private static int shared(byte[] bytes, int left, int right, int lengthMax) {
            int mismatch = java.util.Arrays.mismatch(bytes, left, left + lengthMax, bytes, right, right + lengthMax);
            return mismatch < 0 ? lengthMax : mismatch;
        }

        void encode(PageBytes target) {
            DeltaEncoding.encode(prefixLengths, count, Integer.BYTES, target);
            deltaLength(suffixes, count, target);
        }
    }
}
