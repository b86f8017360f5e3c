/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers structs of one schema into columns on the heap and seals them into an {@link ArrowBatch}. Nothing is held off
 * the heap while rows are gathered. One thread at a time.
 */
public final class BatchBuilder {
    private final org.apache.kafka.connect.data.Schema connectSchema;
    private final Schema arrowSchema;
    private final StructColumn row;

    /**
     * A builder for rows of {@code schema}.
     *
     * @param nullHandling what an optional field with a default value becomes when it is null
     * @throws DataException if {@code schema} is not a struct or has a column that no Arrow type can hold
     */
    public BatchBuilder(org.apache.kafka.connect.data.Schema schema, NullHandling nullHandling) {
        requireFits(schema);
        this.connectSchema = schema;
        this.arrowSchema = TypeTable.arrowSchema(schema);
        this.row = new ColumnPlan(nullHandling).rows(schema);
    }

    /**
     * Refuses schemas whose rows cannot be gathered, those that refer to themselves among them.
     *
     * @throws DataException if {@code schema} is not a struct or has a column that no Arrow type can hold
     */
    public static void requireFits(org.apache.kafka.connect.data.Schema schema) {
        if (schema.type() != org.apache.kafka.connect.data.Schema.Type.STRUCT) {
            throw new DataException("rows must be structs but the schema is " + schema.type());
        }
        TypeTable.arrowSchema(schema);
    }

    /** The schema of the batches. */
    public Schema arrowSchema() {
        return arrowSchema;
    }

    /** The schema of the rows. */
    public org.apache.kafka.connect.data.Schema connectSchema() {
        return connectSchema;
    }

    /**
     * Appends one row; a row that cannot be appended leaves no trace.
     *
     * @throws DataException if a value does not fit its column; the message names the column and the kind of value
     */
    public void append(Struct struct) {
        int rowCount = rowCount();
        boolean appended = false;
        try {
            row.append(struct);
            appended = true;
        } finally {
            if (!appended) {
                row.storage().truncate(rowCount);
            }
        }
    }

    /** The number of rows gathered since the last seal. */
    public int rowCount() {
        return row.storage().count();
    }

    /** Heap bytes held. */
    public long byteCount() {
        return row.storage().byteCount();
    }

    /** Moves the rows, in the order they came, into a batch the caller must close; this builder is empty again. */
    @MustBeClosed
    public ArrowBatch seal(BufferAllocator allocator) {
        return seal(allocator, null);
    }

    /**
     * Moves rows into a batch the caller must close; this builder is empty again.
     *
     * @param order the indexes of the rows to move, in the order they shall have; rows not listed are dropped. Null for
     *     all rows as they came
     */
    @MustBeClosed
    public ArrowBatch seal(BufferAllocator allocator, int @Nullable [] order) {
        int rowCount = order == null ? rowCount() : order.length;
        VectorSchemaRoot root = VectorSchemaRoot.create(arrowSchema, allocator);
        boolean sealed = false;
        try (BatchBuffers buffers = new BatchBuffers(allocator)) {
            for (ColumnStorage column : columns()) {
                column.seal(buffers, order);
            }
            buffers.loadInto(root, rowCount);
            row.storage().clear();
            sealed = true;
            return new ArrowBatch(root);
        } finally {
            if (!sealed) {
                root.close();
            }
        }
    }

    private List<ColumnStorage> columns() {
        return row.storage().children();
    }

    /** Drops all rows. */
    public void clear() {
        row.storage().clear();
    }
}
