/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.List;
import org.apache.arrow.c.jni.JniWrapper;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Writes {@code ArrowArray} structures of the C data interface. The buffers of vectors are shared, not copied. */
final class NativeArray {
    static final int BYTES = 80;

    /** Offsets of the fields. */
    private static final int LENGTH = 0;

    private static final int NULL_COUNT = 8;
    private static final int BUFFER_COUNT = 24;
    private static final int CHILD_COUNT = 32;
    private static final int BUFFERS = 40;
    private static final int CHILDREN = 48;

    private final NativeRelease release;

    private NativeArray(NativeRelease release) {
        this.release = release;
    }

    /** Writes the rows of {@code root} to {@code address}. */
    static void write(long address, VectorSchemaRoot root, BufferAllocator allocator) {
        NativeRelease release = new NativeRelease(allocator);
        boolean written = false;
        try {
            new NativeArray(release).writeRows(address, root);
            written = true;
        } finally {
            if (!written) {
                release.free();
            }
        }
    }

    private void writeRows(long address, VectorSchemaRoot root) {
        List<FieldVector> columns = root.getFieldVectors();
        ArrowBuf struct = NativeMemory.view(address, BYTES);
        struct.setZero(0, BYTES);
        struct.setLong(LENGTH, root.getRowCount());
        struct.setLong(BUFFER_COUNT, 1); // the validity of rows, which all are
        struct.setLong(BUFFERS, release.memory().allocate(Long.BYTES));
        writeChildren(struct, columns);
        export(address);
    }

    private void write(long address, FieldVector vector) {
        int bufferCount = vector.getExportedCDataBufferCount();
        long pointersBytes = (long) bufferCount * Long.BYTES;
        long pointers = release.memory().allocate(pointersBytes);
        vector.exportCDataBuffers(release.retained(), NativeMemory.view(pointers, pointersBytes), 0);
        ArrowBuf struct = NativeMemory.view(address, BYTES);
        struct.setLong(LENGTH, vector.getValueCount());
        struct.setLong(NULL_COUNT, vector.getNullCount());
        struct.setLong(BUFFER_COUNT, bufferCount);
        struct.setLong(BUFFERS, pointers);
        writeChildren(struct, vector.getChildrenFromFields());
        export(address);
    }

    private void writeChildren(ArrowBuf struct, List<FieldVector> children) {
        long pointersBytes = (long) children.size() * Long.BYTES;
        long pointers = release.memory().allocate(pointersBytes);
        ArrowBuf pointersView = NativeMemory.view(pointers, pointersBytes);
        for (int index = 0; index < children.size(); index++) {
            long child = release.memory().allocate(BYTES);
            write(child, children.get(index));
            pointersView.setLong((long) index * Long.BYTES, child);
        }
        struct.setLong(CHILD_COUNT, children.size());
        struct.setLong(CHILDREN, pointers);
    }

    private void export(long address) {
        release.hold();
        JniWrapper.get().exportArray(address, release);
    }
}
