/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;

/**
 * Memory off the heap that many small structures share and that is freed as a whole. It is zero at first. One thread at
 * a time.
 */
final class NativeMemory implements AutoCloseable {
    /** Enough for the schema of a table with about 50 columns. */
    private static final int CHUNK_BYTES = 8 << 10;

    private final BufferAllocator allocator;
    private final List<ArrowBuf> chunks = new ArrayList<>();
    private long freeBytes;
    private long nextAddress;

    NativeMemory(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** The address of {@code bytes} zeros, aligned for any field. */
    long allocate(long bytes) {
        long aligned = (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (aligned > freeBytes) {
            addChunk(Math.max(CHUNK_BYTES, aligned));
        }
        long address = nextAddress;
        nextAddress += aligned;
        freeBytes -= aligned;
        return address;
    }

    private void addChunk(long bytes) {
        ArrowBuf chunk = allocator.buffer(bytes);
        chunks.add(chunk);
        chunk.setZero(0, chunk.capacity());
        nextAddress = chunk.memoryAddress();
        freeBytes = chunk.capacity();
    }

    /** The address of a copy of {@code bytes}. */
    long copy(byte[] bytes) {
        long address = allocate(bytes.length);
        view(address, bytes.length).setBytes(0, bytes);
        return address;
    }

    /** {@code bytes} bytes at {@code address}, whoever they belong to; never freed through what is returned. */
    static ArrowBuf view(long address, long bytes) {
        return new ArrowBuf(ReferenceManager.NO_OP, null, bytes, address);
    }

    /** Frees everything. */
    @Override
    public void close() {
        chunks.forEach(ArrowBuf::close);
        chunks.clear();
        freeBytes = 0;
    }
}
