/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** Whether bytes are well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Whether the bytes from {@code from} to before {@code to} are all below 0x80. */
    static boolean isAscii(byte[] bytes, int from, int to) {
        int at = from;
        long seen = 0;
        for (; at + 4 * Long.BYTES <= to; at += 4 * Long.BYTES) {
            seen |= LittleEndian.longAt(bytes, at)
                    | LittleEndian.longAt(bytes, at + 8)
                    | LittleEndian.longAt(bytes, at + 16)
                    | LittleEndian.longAt(bytes, at + 24);
        }
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            seen |= LittleEndian.longAt(bytes, at);
        }
        for (; at < to; at++) {
            seen |= bytes[at] & 0x80;
        }
        return (seen & HIGH_BITS) == 0;
    }

    /** Whether the bytes from {@code from} to before {@code to} are whole characters. */
    static boolean isValid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to && (LittleEndian.longAt(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
            } else if (bytes[at] >= 0) {
                at++;
            } else {
                int length = lengthAt(bytes, at, to);
                if (length == 0) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /** Bytes of the character of several bytes at {@code at}; 0 if it is malformed. */
    private static int lengthAt(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (length > to - at) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        if (second < secondMin(first) || second > secondMax(first)) {
            return 0;
        }
        for (int index = 2; index < length; index++) {
            if ((bytes[at + index] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static int secondMin(int first) {
        return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    }

    private static int secondMax(int first) {
        return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    }
}
