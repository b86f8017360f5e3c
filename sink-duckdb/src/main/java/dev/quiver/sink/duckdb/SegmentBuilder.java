/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Gathers rows of one schema for one table on the heap. One thread. */
final class SegmentBuilder {
    private final BatchBuilder builder;
    private final Adaptation adaptation;
    private final boolean keepsRecords;
    /** Rows that later ones have replaced. */
    private final BitSet dead = new BitSet();

    private RowOrigins origins;

    SegmentBuilder(BatchBuilder builder, Adaptation adaptation, boolean keepsRecords) {
        this.builder = builder;
        this.adaptation = adaptation;
        this.keepsRecords = keepsRecords;
        this.origins = new RowOrigins(keepsRecords);
    }

    /**
     * Appends {@code rows} of {@code sinkRecord}.
     *
     * @throws org.apache.kafka.connect.errors.DataException if one does not fit; none is appended then
     */
    void append(SinkRecord sinkRecord, List<Struct> rows) {
        int rowCount = builder.rowCount();
        boolean appended = false;
        try {
            for (Struct row : rows) {
                builder.append(row);
            }
            appended = true;
        } finally {
            if (!appended) {
                builder.truncate(rowCount);
            }
        }
        origins.append(sinkRecord, rows.size());
    }

    /**
     * Appends the rows of {@code content}, which {@code sinkRecord} holds.
     *
     * @throws org.apache.kafka.connect.errors.DataException if one does not fit; none is appended then
     */
    void append(SinkRecord sinkRecord, IpcContent content) {
        int rowCount = builder.rowCount();
        boolean appended = false;
        try {
            for (DecodedBatch batch : content.batches()) {
                builder.append(batch, 0, batch.batch().rowCount());
            }
            appended = true;
        } finally {
            if (!appended) {
                builder.truncate(rowCount);
            }
        }
        origins.append(sinkRecord, builder.rowCount() - rowCount);
    }

    /** A later row has taken the place of {@code row}. */
    void kill(int row) {
        dead.set(row);
    }

    /** Rows gathered, replaced ones among them. */
    int rowCount() {
        return builder.rowCount();
    }

    /** Whether some row was not replaced. */
    boolean hasRows() {
        return builder.rowCount() > dead.cardinality();
    }

    long heapBytes() {
        return builder.byteCount();
    }

    /** Drops every row. */
    void clear() {
        builder.clear();
        dead.clear();
        origins = new RowOrigins(keepsRecords);
    }

    /** Moves the rows that were not replaced into a segment, which belongs to the caller. */
    @SuppressWarnings("MustBeClosedChecker") // the segment owns the batch
    Segment seal(BufferAllocator allocator) {
        int[] order = dead.isEmpty() ? null : living();
        RowOrigins sealed = order == null ? origins : origins.select(order);
        ArrowBatch batch = adaptation.adapt(builder.seal(allocator, order), allocator);
        dead.clear();
        origins = new RowOrigins(keepsRecords);
        return new Segment(batch, sealed);
    }

    private int[] living() {
        int[] living = new int[builder.rowCount() - dead.cardinality()];
        int next = 0;
        for (int row = dead.nextClearBit(0); row < builder.rowCount(); row = dead.nextClearBit(row + 1)) {
            living[next++] = row;
        }
        return living;
    }
}
