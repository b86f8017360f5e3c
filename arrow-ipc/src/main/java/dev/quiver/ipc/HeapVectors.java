/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.google.errorprone.annotations.MustBeClosed;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Moves batches between the heap and vectors, one copy per buffer, without any flag of the JVM. */
public final class HeapVectors {
    private HeapVectors() {}

    /**
     * The rows of {@code batch}, which must have been checked, as vectors. Dictionary-encoded columns become vectors of
     * indices; decimals of 32 and 64 bits become decimals of 128, the narrowest that there are vectors for. Nothing
     * stays allocated if it fails.
     *
     * @throws IllegalArgumentException if {@code batch} does not fit {@code schema}
     */
    @MustBeClosed
    public static VectorSchemaRoot load(Schema schema, HeapBatch batch, BufferAllocator allocator) {
        throw new UnsupportedOperationException(schema + " " + batch + allocator);
    }

    /** A copy of what {@code root} holds; bitmaps of columns without nulls are left out. */
    public static HeapBatch heapOf(VectorSchemaRoot root) {
        throw new UnsupportedOperationException(root.toString());
    }
}
