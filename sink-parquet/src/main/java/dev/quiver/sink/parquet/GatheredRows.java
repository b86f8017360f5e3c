/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.HeapRows;
import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.TypeOptions;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.HeapColumn;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of one file that wait on the heap until there are enough of them. */
final class GatheredRows {
    private final Schema schema;
    private final BatchBuilder builder;

    /** Rows of {@code schema}. */
    GatheredRows(Schema schema) {
        this.schema = schema;
        this.builder = BatchBuilder.of(schema, NullHandling.KEEP, TypeOptions.DEFAULTS);
    }

    /** Appends all of {@code rows}. */
    void add(HeapRows rows) {
        DecodedBatch batch =
                new DecodedBatch(rows.batch(), HeapColumn.columns(schema, rows.batch()), rows.dictionaries());
        builder.append(batch, 0, rows.batch().rowCount());
    }

    int rowCount() {
        return builder.rowCount();
    }

    /** Bytes of the arrays, used or not. */
    long heapBytes() {
        return builder.byteCount();
    }

    /** Moves the rows, in the order {@code order}, into a batch that the caller must close; the arrays stay. */
    @MustBeClosed
    ArrowBatch seal(BufferAllocator allocator, RowOrder order) {
        return builder.seal(allocator, order.of(builder.rowsOnHeap().batch()));
    }

    /** Moves the rows into a batch on the heap. */
    HeapRows seal() {
        return builder.sealOnHeap(null);
    }

    /** Drops all rows and the arrays. */
    void release() {
        builder.release();
    }
}
