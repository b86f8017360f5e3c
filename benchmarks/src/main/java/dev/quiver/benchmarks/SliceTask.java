/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.util.TransferPair;

/** A thousand rows of one column of a batch of 10 000, without a copy. */
final class SliceTask implements Task {
    private static final int ROWS = 10_000;
    private static final int SLICE_ROWS = 1_000;
    private static final String COLUMN = "long_0";

    private final BufferAllocator allocator = new RootAllocator();
    private final ArrowBatch batch = batch(allocator);
    private final FieldVector column = batch.vectors().getVector(COLUMN);
    private int start;

    @SuppressWarnings("MustBeClosed") // closed with the task
    private static ArrowBatch batch(BufferAllocator allocator) {
        BatchBuilder builder = new BatchBuilder(FlatRecords.SCHEMA, NullHandling.KEEP);
        new FlatRecords(0).next(ROWS).forEach(builder::append);
        return builder.seal(allocator);
    }

    @Override
    public void run() {
        TransferPair pair = column.getTransferPair(allocator);
        pair.splitAndTransfer(start, SLICE_ROWS);
        try (ValueVector slice = pair.getTo()) {
            if (slice.getValueCount() != SLICE_ROWS) {
                throw new IllegalStateException("lost rows");
            }
        }
        start = (start + SLICE_ROWS) % ROWS;
    }

    @Override
    public void close() {
        batch.close();
        allocator.close();
    }
}
