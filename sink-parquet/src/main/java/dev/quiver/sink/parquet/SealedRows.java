/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.HeapRows;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a full batch in runs, one for each file: as vectors or on the heap, as the format of the files asks for.
 * One thread.
 */
final class SealedRows implements AutoCloseable {
    private final BatchBuilder builder;
    private final int @Nullable [] order;
    private final BufferAllocator allocator;
    private @Nullable ArrowBatch batch;

    /**
     * The rows of {@code builder}.
     *
     * @param order the indexes of its rows in the order they shall have; null for all rows as they came
     */
    @MustBeClosed
    SealedRows(BatchBuilder builder, int @Nullable [] order, BufferAllocator allocator) {
        this.builder = builder;
        this.order = order;
        this.allocator = allocator;
    }

    /** The columns of the rows. */
    Schema schema() {
        return builder.arrowSchema();
    }

    /** All rows as vectors, which stay this object's. Nothing can be had on the heap from here on. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    ArrowBatch vectors() {
        ArrowBatch known = batch;
        if (known == null) {
            known = builder.seal(allocator, order);
            batch = known;
        }
        return known;
    }

    /** A copy of the rows from {@code from} up to {@code to} on the heap. */
    HeapRows heap(int from, int to) {
        return builder.rowsOnHeap(
                order == null ? IntStream.range(from, to).toArray() : Arrays.copyOfRange(order, from, to));
    }

    @Override
    public void close() {
        if (batch != null) {
            batch.close();
        }
    }
}
