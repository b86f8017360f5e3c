/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.IOException;

/** The bytes of a finished page, wherever they wait for their row group to end. */
sealed interface PageBody {
    int length();

    /** Heap bytes held. */
    long retainedBytes();

    /** The bytes. */
    byte[] read() throws IOException;

    /** Gives back room off the heap; the bytes are gone. */
    void release();

    /** Bytes on the heap. */
    final class OnHeap implements PageBody {
        private final byte[] bytes;

        OnHeap(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int length() {
            return bytes.length;
        }

        @Override
        public long retainedBytes() {
            return bytes.length;
        }

        @Override
        public byte[] read() {
            return bytes;
        }

        @Override
        public void release() {
            // the garbage collector's
        }
    }

    /** Bytes in a local file. */
    record Spilled(PageSpill spill, long position, int length) implements PageBody {
        @Override
        public long retainedBytes() {
            return 0;
        }

        @Override
        public byte[] read() throws IOException {
            return spill.read(position, length);
        }

        @Override
        public void release() {
            spill.release(position, length);
        }
    }
}
