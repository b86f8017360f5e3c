/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a file until its key is known, in chunks so that growing never copies. */
final class ChunkedBytes extends OutputStream {
    private static final int CHUNK_BYTES_MIN = 4 << 10;
    private static final int CHUNK_BYTES_MAX = 1 << 20;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[0];
    private int lastLength;
    private long fullLength;

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
            full.add(last);
            fullLength += last.length;
        }
        long next = Math.max(CHUNK_BYTES_MIN, Math.min(CHUNK_BYTES_MAX, fullLength));
        last = new byte[(int) next];
        lastLength = 0;
    }

    /** Bytes written so far. */
    long length() {
        return fullLength + lastLength;
    }

    /** Heap bytes held. */
    long heapBytes() {
        return fullLength + last.length;
    }

    /** Appends all bytes to {@code target}; may be called again. */
    void copyTo(StagedObject target) throws StoreException {
        for (byte[] chunk : full) {
            target.write(chunk, 0, chunk.length);
        }
        target.write(last, 0, lastLength);
    }

    /** Gives the memory back; nothing is left to copy. */
    void release() {
        full.clear();
        last = new byte[0];
        lastLength = 0;
        fullLength = 0;
    }
}
