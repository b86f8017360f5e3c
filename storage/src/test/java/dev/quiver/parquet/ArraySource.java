/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.parquet.read.RangeSource;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file in memory, which remembers what was read of it. */
public final class ArraySource implements RangeSource {
    private final byte[] bytes;
    private final List<Read> reads = new ArrayList<>();

    /** A read of some bytes. */
    public record Read(long offset, int length) {}

    /** The file that is all of {@code bytes}. */
    public ArraySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new EOFException(length + " bytes at " + offset + " of " + bytes.length);
        }
        reads.add(new Read(offset, length));
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
    }

    /** All reads so far. */
    public List<Read> reads() {
        return List.copyOf(reads);
    }

    /** Bytes read so far. */
    public long readBytes() {
        return reads.stream().mapToLong(Read::length).sum();
    }

    @Override
    public void close() {}
}
