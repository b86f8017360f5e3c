/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.jspecify.annotations.Nullable;

/** The buffers of a batch while it is sealed: copied off the heap one by one, then loaded into the vectors at once. */
final class BatchBuffers implements AutoCloseable {
    private final BufferAllocator allocator;
    private final List<ArrowFieldNode> nodes = new ArrayList<>();
    private final List<ArrowBuf> buffers = new ArrayList<>();

    BatchBuffers(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** Adds a column's length, null count and validity buffer, for the values at {@code order} or for all. */
    void node(Bits validity, int @Nullable [] order) {
        if (validity.unsetCount() == 0) {
            int length = order == null ? validity.count() : order.length;
            nodes.add(new ArrowFieldNode(length, 0));
            buffers.add(allocator.getEmpty());
            return;
        }
        byte[] bits = validity.ordered(order);
        int length = order == null ? validity.count() : order.length;
        nodes.add(new ArrowFieldNode(length, length - setBits(bits)));
        buffer(bits, bits.length);
    }

    private static int setBits(byte[] bits) {
        int count = 0;
        for (byte eight : bits) {
            count += Integer.bitCount(eight & 0xff);
        }
        return count;
    }

    /** Adds a buffer with the first {@code length} of {@code bytes}. */
    void buffer(byte[] bytes, int length) {
        ArrowBuf buffer = allocator.buffer(length);
        buffers.add(buffer);
        buffer.setBytes(0, bytes, 0, length);
        buffer.writerIndex(length);
    }

    /** Moves everything added into {@code root}, which gets {@code rowCount} rows. */
    void loadInto(VectorSchemaRoot root, int rowCount) {
        try (ArrowRecordBatch batch = new ArrowRecordBatch(rowCount, nodes, buffers)) {
            new VectorLoader(root).load(batch);
        }
    }

    @Override
    public void close() {
        buffers.forEach(ArrowBuf::close);
        buffers.clear();
    }
}
