/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** The buffers of one vector in the making, and the arrays that all vectors are made in. */
final class VectorBuffers implements AutoCloseable {
    /** With any other null count, Arrow allocates bitmaps of its own where nothing is null or everything is. */
    private static final int NULLS_BY_BITMAP = -1;

    private static final int KEPT_BYTES_MAX = 4 << 20;
    private static final long BITS_TO_TOP = 0x0102_0408_1020_4080L;

    private final BufferAllocator allocator;
    private final List<ArrowBuf> buffers = new ArrayList<>();
    private byte[] bytes = new byte[0];
    private byte[] presence = new byte[0];

    VectorBuffers(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** An array of at least {@code length} bytes and padding, with any content; the same one every time. */
    byte[] scratch(long length) {
        if (length > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("a vector would need " + length + " bytes in one batch");
        }
        bytes = LittleEndian.grown(bytes, 0, length);
        return bytes;
    }

    /** The same, of another array. */
    byte[] presence(int length) {
        presence = LittleEndian.grown(presence, 0, length);
        return presence;
    }

    /** Adds the first {@code length} bytes of {@code source}. */
    void add(byte[] source, int length) {
        if (length == 0) {
            buffers.add(allocator.getEmpty());
            return;
        }
        ArrowBuf buffer = allocator.buffer(length);
        buffers.add(buffer);
        buffer.setBytes(0, source, 0, length);
        buffer.writerIndex(length);
    }

    /** Adds {@code count} bits that are all set. */
    void addOnes(int count) {
        int length = (int) ((count + 7L) >>> 3);
        ArrowBuf buffer = allocator.buffer(length);
        buffers.add(buffer);
        if (length > 0) {
            buffer.setOne(0L, (long) (count >>> 3));
            if ((count & 7) != 0) {
                buffer.setByte(count >>> 3, (1 << (count & 7)) - 1);
            }
        }
        buffer.writerIndex(length);
    }

    /** Adds the first {@code count} of {@code flags}, which are 0 or 1 each and padded, as bits. */
    void addBits(byte[] flags, int count) {
        int length = (int) ((count + 7L) >>> 3);
        byte[] bits = scratch(length);
        int full = count >>> 3;
        for (int index = 0; index < full; index++) {
            bits[index] = (byte) ((LittleEndian.longAt(flags, index << 3) * BITS_TO_TOP) >>> 56);
        }
        if (full < length) {
            int rest = 0;
            for (int index = full << 3; index < count; index++) {
                rest |= flags[index] << (index & 7);
            }
            bits[full] = (byte) rest;
        }
        add(bits, length);
    }

    /** Gives the buffers to {@code vector}, which has {@code count} values now. */
    void load(FieldVector vector, int count) {
        vector.loadFieldBuffers(new ArrowFieldNode(count, count == 0 ? 0 : NULLS_BY_BITMAP), buffers);
        close();
    }

    /** Gives up the buffers that no vector took, and arrays that most batches do not need. */
    void trim() {
        close();
        if (bytes.length > KEPT_BYTES_MAX) {
            bytes = new byte[0];
        }
        if (presence.length > KEPT_BYTES_MAX) {
            presence = new byte[0];
        }
    }

    /** Gives up the buffers, which the vector has retained if it took them. */
    @Override
    public void close() {
        buffers.forEach(ArrowBuf::close);
        buffers.clear();
    }
}
