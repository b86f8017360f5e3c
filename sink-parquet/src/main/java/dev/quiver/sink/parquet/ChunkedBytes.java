/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file until its key is known, in chunks so that growing never copies. Chunks may move to a local file.
 * One thread at a time.
 */
final class ChunkedBytes extends OutputStream {
    private static final int CHUNK_BYTES_MIN = 4 << 10;
    private static final int CHUNK_BYTES_MAX = 1 << 20;
    private static final byte[] NOTHING = {};

    private final List<Chunk> full = new ArrayList<>();
    private byte[] last = NOTHING;
    private int lastLength;
    private long fullLength;
    private long spilledLength;
    private long releasedLength;
    private boolean released;
    private @Nullable Spill overflow;
    private long heapBytesMax;

    /** A full chunk: on the heap, or at a place of the local file. */
    @SuppressWarnings("ArrayRecordComponent") // chunks are never compared
    private record Chunk(byte[] bytes, @Nullable Spill spill, long position, int length) {}

    @Override
    public void write(int value) {
        if (lastLength == last.length) {
            grow();
        }
        last[lastLength++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (lastLength == last.length) {
                grow();
            }
            int step = Math.min(length - done, last.length - lastLength);
            System.arraycopy(bytes, offset + done, last, lastLength, step);
            lastLength += step;
            done += step;
        }
    }

    private void grow() {
        if (last.length > 0) {
            full.add(new Chunk(last, null, 0, last.length));
            fullLength += last.length;
        }
        if (overflow != null && heapBytes() > heapBytesMax) {
            spillTo(overflow);
        }
        long next = Math.max(CHUNK_BYTES_MIN, Math.min(CHUNK_BYTES_MAX, fullLength));
        last = new byte[(int) next];
        lastLength = 0;
    }

    /** From now on whatever goes beyond {@code newHeapBytesMax} moves to {@code spill} as it comes. */
    void overflowTo(Spill spill, long newHeapBytesMax) {
        this.overflow = spill;
        this.heapBytesMax = newHeapBytesMax;
    }

    /** Moves the full chunks to {@code spill}, as many as it has room for. */
    void spillTo(Spill spill) {
        for (int index = 0; index < full.size(); index++) {
            Chunk chunk = full.get(index);
            if (chunk.spill() == null) {
                long position = spill.put(chunk.bytes());
                if (position < 0) {
                    return;
                }
                full.set(index, new Chunk(NOTHING, spill, position, chunk.length()));
                spilledLength += chunk.length();
            }
        }
    }

    /** Bytes written so far, those that were given back included. */
    synchronized long length() {
        return releasedLength + fullLength + lastLength;
    }

    /** Heap bytes held. */
    synchronized long heapBytes() {
        return fullLength - spilledLength + last.length;
    }

    /** Whether the memory was given back. */
    synchronized boolean isReleased() {
        return released;
    }

    /** Appends all bytes to {@code target}; may be called again. */
    void copyTo(StagedObject target) throws StoreException {
        for (Chunk chunk : full) {
            target.write(bytes(chunk), 0, chunk.length());
        }
        target.write(last, 0, lastLength);
    }

    private static byte[] bytes(Chunk chunk) throws StoreException {
        if (chunk.spill() == null) {
            return chunk.bytes();
        }
        try {
            return chunk.spill().get(chunk.position(), chunk.length());
        } catch (IOException e) {
            throw StoreException.permanent("could not read bytes of a file back from the spill file: " + e, e);
        }
    }

    /** Gives the memory back; nothing is left to copy. Idempotent. */
    synchronized void release() {
        for (Chunk chunk : full) {
            if (chunk.spill() != null) {
                chunk.spill().free(chunk.position(), chunk.length());
            }
        }
        releasedLength = length();
        released = true;
        full.clear();
        last = NOTHING;
        lastLength = 0;
        fullLength = 0;
        spilledLength = 0;
    }
}
