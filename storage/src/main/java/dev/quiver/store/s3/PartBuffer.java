/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.s3;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.Checksum;

/**
 * The bytes of one part: chunks that come one by one as it fills, so that growing copies nothing and a part that is
 * hardly filled holds hardly any memory. One thread fills it; when that is done, any number may read it.
 */
final class PartBuffer {
    private final ChunkPool pool;
    private final int bytesMax;
    private final List<byte[]> chunks = new ArrayList<>();
    private int bytes;

    PartBuffer(ChunkPool pool, int bytesMax) {
        this.pool = pool;
        this.bytesMax = bytesMax;
    }

    /** Appends as many of {@code length} bytes of {@code source} from {@code offset} on as fit; returns how many. */
    int append(byte[] source, int offset, int length) {
        int taken = Math.min(length, bytesMax - bytes);
        int remaining = taken;
        while (remaining > 0) {
            int at = bytes % ChunkPool.CHUNK_BYTES;
            if (at == 0) {
                chunks.add(pool.take());
            }
            int count = Math.min(remaining, ChunkPool.CHUNK_BYTES - at);
            System.arraycopy(source, offset + taken - remaining, chunks.get(chunks.size() - 1), at, count);
            bytes += count;
            remaining -= count;
        }
        return taken;
    }

    /** The number of bytes in it. */
    int bytes() {
        return bytes;
    }

    boolean isFull() {
        return bytes == bytesMax;
    }

    /** The bytes from the first one on; valid until {@link #release}. */
    InputStream stream() {
        return new Stream();
    }

    /** Feeds all bytes to {@code checksum}. */
    void update(Checksum checksum) {
        int left = bytes;
        for (byte[] chunk : chunks) {
            int count = Math.min(left, chunk.length);
            checksum.update(chunk, 0, count);
            left -= count;
        }
    }

    /** Gives the memory back, when nobody reads any more, and leaves the buffer empty. */
    void release() {
        pool.give(chunks);
        chunks.clear();
        bytes = 0;
    }

    private final class Stream extends InputStream {
        private int position;
        private int marked;

        @Override
        public int read() {
            if (position == bytes) {
                return -1;
            }
            byte[] chunk = chunks.get(position / ChunkPool.CHUNK_BYTES);
            return chunk[position++ % ChunkPool.CHUNK_BYTES] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (position == bytes) {
                return -1;
            }
            int at = position % ChunkPool.CHUNK_BYTES;
            int count = Math.min(Math.min(length, bytes - position), ChunkPool.CHUNK_BYTES - at);
            System.arraycopy(chunks.get(position / ChunkPool.CHUNK_BYTES), at, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int available() {
            return bytes - position;
        }

        @Override
        public boolean markSupported() {
            return true;
        }

        @Override
        public void mark(int limit) {
            marked = position;
        }

        @Override
        public void reset() {
            position = marked;
        }
    }
}
