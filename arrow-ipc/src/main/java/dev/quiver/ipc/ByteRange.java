/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** Bytes of an array from {@code start} to before {@code end}. Nobody changes the array. */
final class ByteRange {
    private final byte[] bytes;
    private final int start;
    private final int end;

    ByteRange(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    int size() {
        return end - start;
    }
}
