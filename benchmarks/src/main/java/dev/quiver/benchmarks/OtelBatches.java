/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** The records of {@link OtelRecords} as Arrow batches of 10 000 rows. */
final class OtelBatches implements AutoCloseable {
    static final int BATCH_ROWS = 10_000;

    private static final long SEED = 42;

    private final BufferAllocator allocator = new RootAllocator();
    private final BatchBuilder builder = new BatchBuilder(OtelRecords.SCHEMA, NullHandling.REPLACE_WITH_DEFAULT);
    private final List<ArrowBatch> batches = new ArrayList<>();
    private final int rowCount;

    /** Makes {@code rowCount} rows. */
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    OtelBatches(int rowCount) {
        this.rowCount = rowCount;
        OtelRecords records = new OtelRecords(SEED);
        for (int made = 0; made < rowCount; made += BATCH_ROWS) {
            int batchRows = Math.min(BATCH_ROWS, rowCount - made);
            for (int row = 0; row < batchRows; row += OtelRecords.BATCH_ROWS) {
                records.next(Math.min(OtelRecords.BATCH_ROWS, batchRows - row)).forEach(builder::append);
            }
            batches.add(builder.seal(allocator));
        }
    }

    /** Stays the owner of the batches. */
    BufferAllocator allocator() {
        return allocator;
    }

    Schema schema() {
        return builder.arrowSchema();
    }

    List<ArrowBatch> batches() {
        return batches;
    }

    int rowCount() {
        return rowCount;
    }

    @Override
    public void close() {
        batches.forEach(ArrowBatch::close);
        allocator.close();
    }
}
