/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;

/** The bytes of one column chunk, of which one block is in memory. */
final class ChunkBytes {
    private final RangeSource source;
    private final Place place;

    private byte[] block = new byte[0];
    private int blockSize;
    private long blockStart;
    private long end;
    private long limit;
    private int readAhead = 1;

    ChunkBytes(RangeSource source, Place place) {
        this.source = source;
        this.place = place;
    }

    /** Moves to the chunk that ends at {@code newEnd}; at least {@code newReadAhead} bytes of it are read at once. */
    void chunk(long newEnd, int newReadAhead) {
        end = newEnd;
        limit = newEnd;
        readAhead = newReadAhead;
        drop();
    }

    /** Nothing behind {@code newLimit} is read ahead from now on. */
    void limit(long newLimit) {
        limit = Math.min(end, newLimit);
    }

    /** What is not read ahead begins here. */
    long limit() {
        return limit;
    }

    /** Gives the block back. */
    void drop() {
        block = new byte[0];
        blockSize = 0;
        blockStart = 0;
    }

    /** The array with the block. It never changes: other bytes come in another array. */
    byte[] block() {
        return block;
    }

    /** Bytes of the chunk from {@code position} on, in the block or not. */
    long remaining(long position) {
        return end - position;
    }

    /** Bytes in the block from {@code position} on, 0 if it is not there. */
    int available(long position) {
        boolean isInside = position >= blockStart && position < blockStart + blockSize;
        return isInside ? (int) (blockStart + blockSize - position) : 0;
    }

    /** Where the block has the {@code length} bytes from {@code position} on, which are read if they are missing. */
    int locate(long position, int length) throws IOException {
        if (available(position) < length) {
            if (length > end - position) {
                throw place.malformed("it ends after " + Math.max(0, end - position) + " of " + length + " bytes");
            }
            read(position, Math.max(length, readAhead(position)));
        }
        return (int) (position - blockStart);
    }

    /** What is in the block already is not read again. */
    private void read(long position, int length) throws IOException {
        int kept = available(position);
        extend(position, source.read(position + kept, length - kept), 0, length - kept);
    }

    /** How many bytes from {@code position} on should be here when pages are read from there on. */
    int readAhead(long position) {
        return (int) Math.max(0, Math.min(limit - position, readAhead));
    }

    /**
     * Makes the block begin at {@code position}, with what it has from there on and {@code length} more bytes of
     * {@code more}, from {@code offset} on.
     */
    void extend(long position, byte[] more, int offset, int length) {
        int kept = available(position);
        byte[] bytes = more;
        if (kept > 0 || offset > 0) {
            bytes = new byte[kept + length + LittleEndian.PADDING];
            System.arraycopy(block, kept == 0 ? 0 : (int) (position - blockStart), bytes, 0, kept);
            System.arraycopy(more, offset, bytes, kept, length);
        }
        block = bytes;
        blockStart = position;
        blockSize = kept + length;
    }

    long retainedBytes() {
        return block.length;
    }
}
