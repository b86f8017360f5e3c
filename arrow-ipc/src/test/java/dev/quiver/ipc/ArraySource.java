/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.Objects;

/** A file in an array, which knows how much of it was read and whether it was closed. */
final class ArraySource implements FileSource {
    private final byte[] bytes;
    private long readBytes;
    private boolean closed;

    ArraySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(position, length, bytes.length);
        System.arraycopy(bytes, (int) position, target, offset, length);
        readBytes += length;
    }

    @Override
    public void close() {
        closed = true;
    }

    long readBytes() {
        return readBytes;
    }

    boolean isClosed() {
        return closed;
    }
}
