/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.Encoding;

/** The encodings of values of 32 or 64 bits that have no dictionary. */
final class NumberEncodings {
    private NumberEncodings() {}

    /** Appends the values of {@code plain}, each of {@code width} bytes, and returns the encoding they got. */
    static Encoding encode(ColumnEncoding fallback, PageBytes plain, int width, PageBytes target) {
        return switch (fallback) {
            case OF_PROFILE, PLAIN, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, RLE -> {
                target.writeBytes(plain.array(), 0, plain.size());
                yield Encoding.PLAIN;
            }
            case DELTA_BINARY_PACKED -> {
                DeltaEncoding.encode(plain.array(), plain.size() / width, width, target);
                yield Encoding.DELTA_BINARY_PACKED;
            }
            case BYTE_STREAM_SPLIT -> {
                split(plain, width, target);
                yield Encoding.BYTE_STREAM_SPLIT;
            }
        };
    }

    /** Appends the first byte of every value, then the second byte of every value, and so on. */
    static void split(PageBytes plain, int width, PageBytes target) {
        int count = plain.size() / width;
        int start = target.reserve(count * width);
        byte[] source = plain.array();
        byte[] bytes = target.array();
        for (int stream = 0; stream < width; stream++) {
            int position = start + stream * count;
            for (int at = 0; at < count; at++) {
                bytes[position + at] = source[at * width + stream];
            }
        }
    }
}
