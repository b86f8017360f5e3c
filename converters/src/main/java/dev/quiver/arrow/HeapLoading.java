/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.ipc.HeapBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;

/** Moves a batch that a builder made off the heap. */
final class HeapLoading {
    private HeapLoading() {}

    /** The rows of {@code batch} as vectors; nothing stays allocated if it fails. */
    @MustBeClosed
    static VectorSchemaRoot load(Schema schema, HeapBatch batch, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        List<ArrowBuf> buffers = new ArrayList<>(batch.bufferCount());
        boolean loaded = false;
        try {
            for (int index = 0; index < batch.bufferCount(); index++) {
                buffers.add(copy(batch, index, allocator));
            }
            List<ArrowFieldNode> nodes = new ArrayList<>(batch.nodeCount());
            for (int node = 0; node < batch.nodeCount(); node++) {
                nodes.add(new ArrowFieldNode(batch.length(node), batch.nullCount(node)));
            }
            try (ArrowRecordBatch message = new ArrowRecordBatch(batch.rowCount(), nodes, buffers)) {
                new VectorLoader(root).load(message);
            }
            loaded = true;
            return root;
        } finally {
            buffers.forEach(ArrowBuf::close);
            if (!loaded) {
                root.close();
            }
        }
    }

    private static ArrowBuf copy(HeapBatch batch, int index, BufferAllocator allocator) {
        int size = batch.size(index);
        if (size == 0) {
            return allocator.getEmpty();
        }
        ArrowBuf buffer = allocator.buffer(size);
        buffer.setBytes(0, batch.array(index), batch.offset(index), size);
        buffer.writerIndex(size);
        return buffer;
    }
}
