/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.NativeStream;
import org.apache.arrow.c.jni.JniWrapper;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * Rows as a stream of the Arrow C data interface, which native code in this process reads once. The rows stay the
 * caller's and must live until every reader is done; closing frees what no reader has taken.
 */
final class BatchStream implements AutoCloseable {
    /** Five pointers: schema, next, last error, release, private data. */
    private static final int STRUCT_BYTES = 40;

    private static final int RELEASE = 24;

    private final ArrowBuf struct;
    private boolean closed;

    /** A stream of {@code rows}, whose structures take memory of {@code allocator}. */
    @MustBeClosed
    BatchStream(VectorSchemaRoot rows, BufferAllocator allocator) {
        this.struct = allocator.buffer(STRUCT_BYTES);
        struct.setZero(0, STRUCT_BYTES);
        JniWrapper.get().exportArrayStream(struct.memoryAddress(), new Callbacks(rows, allocator));
    }

    /** What the driver of the database takes; it lies where this stream lies. */
    ArrowArrayStream struct() {
        return ArrowArrayStream.wrap(struct.memoryAddress());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (struct.getLong(RELEASE) != 0) {
            JniWrapper.get().releaseArrayStream(struct.memoryAddress());
        }
        struct.close();
    }

    /** Hands the rows out once. */
    private static final class Callbacks extends NativeStream {
        private final VectorSchemaRoot rows;
        private final BufferAllocator allocator;
        private boolean isDone;

        Callbacks(VectorSchemaRoot rows, BufferAllocator allocator) {
            this.rows = rows;
            this.allocator = allocator;
        }

        @Override
        protected void writeSchema(long address) {
            NativeSchema.write(address, rows.getSchema().getFields(), NativeStream::format, allocator);
        }

        @Override
        protected void writeNext(long address) {
            if (isDone) {
                NativeMemory.view(address, NativeArray.BYTES).setZero(0, NativeArray.BYTES);
                return;
            }
            isDone = true;
            NativeArray.write(address, rows, allocator);
        }

        @Override
        public void close() {
            // The rows belong to somebody else.
        }
    }
}
