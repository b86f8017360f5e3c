/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Loads batches of one schema into vectors; what the schema asks of vectors is worked out once. Immutable. */
public final class BatchLoader {
    private final BatchShape shape;
    private final Schema vectorSchema;

    /** A loader of batches of {@code schema}, which is in message format. */
    public BatchLoader(Schema schema) {
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.getFields()) {
            fields.add(VectorFields.of(field));
        }
        this.shape = BatchShape.of(schema);
        this.vectorSchema = new Schema(fields, schema.getCustomMetadata());
    }

    /** The schema of the vectors: dictionary-encoded fields are indices, decimals have 128 bits at least. */
    public Schema vectorSchema() {
        return vectorSchema;
    }

    /**
     * The rows of {@code batch}, which must have been checked, as {@link HeapVectors#load} has them.
     *
     * @throws IllegalArgumentException if {@code batch} does not fit the schema
     */
    @MustBeClosed
    public VectorSchemaRoot load(HeapBatch batch, BufferAllocator allocator) {
        return root(shape.columnsOf(batch), batch.rowCount(), allocator, null);
    }

    /** The same, of a batch whose columns are known already. */
    @MustBeClosed
    public VectorSchemaRoot load(DecodedBatch batch, BufferAllocator allocator) {
        return root(batch.columns(), batch.batch().rowCount(), allocator, null);
    }

    /** The same, with what lies in {@code body} where it is. */
    @MustBeClosed
    VectorSchemaRoot load(DecodedBatch batch, BufferAllocator allocator, MappedBody body) {
        return root(batch.columns(), batch.batch().rowCount(), allocator, body);
    }

    @MustBeClosed
    private VectorSchemaRoot root(
            List<HeapColumn> columns, int rowCount, BufferAllocator allocator, @Nullable MappedBody body) {
        return new VectorSchemaRoot(
                vectorSchema, VectorLoading.load(columns, vectorSchema.getFields(), allocator, body), rowCount);
    }
}
