/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcEncoder;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Vectors as an Arrow IPC stream. */
final class IpcBytes {
    private IpcBytes() {}

    /** The stream with the one batch {@code root}, whose columns all have a validity buffer. */
    static byte[] of(VectorSchemaRoot root) {
        HeapBatch.Builder batch = HeapBatch.builder(root.getRowCount());
        root.getFieldVectors().forEach(vector -> add(vector, batch));
        return new IpcEncoder(root.getSchema(), IpcCompression.NONE).stream(List.of(batch.build()), Dictionaries.NONE);
    }

    private static void add(FieldVector vector, HeapBatch.Builder batch) {
        batch.node(vector.getValueCount(), vector.getNullCount());
        for (ArrowBuf buffer : vector.getFieldBuffers()) {
            byte[] bytes = new byte[Math.toIntExact(buffer.readableBytes())];
            buffer.getBytes(buffer.readerIndex(), bytes);
            batch.buffer(bytes, 0, bytes.length);
        }
        vector.getChildrenFromFields().forEach(child -> add(child, batch));
    }
}
