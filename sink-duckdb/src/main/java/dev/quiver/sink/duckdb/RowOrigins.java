/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.RecordCoordinates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which record each of many rows came from, in arrays: there is one entry for every row that waits. The records
 * themselves are kept only where somebody takes those that the database refuses.
 */
final class RowOrigins {
    private static final int LENGTH_MIN = 256;

    private final boolean keepsRecords;
    private final List<TopicPartition> partitions = new ArrayList<>();
    private final List<SinkRecord> records = new ArrayList<>();
    private long[] offsets = new long[LENGTH_MIN];
    private int[] ordinals = new int[LENGTH_MIN];
    private int count;

    RowOrigins(boolean keepsRecords) {
        this.keepsRecords = keepsRecords;
    }

    /**
     * A record.
     *
     * @param sinkRecord the record itself, if it is kept
     */
    record Origin(
            TopicPartition partition, long offset, @Nullable SinkRecord sinkRecord) {
        /** {@code topic-partition@offset}. */
        String describe() {
            return partition + "@" + offset;
        }
    }

    /** The next {@code rowCount} rows came from {@code sinkRecord}. */
    void append(SinkRecord sinkRecord, int rowCount) {
        int end = count + rowCount;
        if (end > offsets.length) {
            int length = Math.max(end, offsets.length * 2);
            offsets = Arrays.copyOf(offsets, length);
            ordinals = Arrays.copyOf(ordinals, length);
        }
        Arrays.fill(offsets, count, end, RecordCoordinates.offset(sinkRecord));
        Arrays.fill(ordinals, count, end, ordinal(sinkRecord));
        for (int row = count; keepsRecords && row < end; row++) {
            records.add(sinkRecord);
        }
        count = end;
    }

    private int ordinal(SinkRecord sinkRecord) {
        int last = partitions.size() - 1;
        if (last >= 0 && RecordCoordinates.isFrom(sinkRecord, partitions.get(last))) {
            return last;
        }
        TopicPartition partition = RecordCoordinates.topicPartition(sinkRecord);
        int known = partitions.indexOf(partition);
        if (known >= 0) {
            return known;
        }
        partitions.add(partition);
        return partitions.size() - 1;
    }

    /** Where row {@code row} came from. */
    Origin of(int row) {
        return new Origin(partitions.get(ordinals[row]), offsets[row], keepsRecords ? records.get(row) : null);
    }

    /** Whether both rows came from one record. */
    boolean isSame(int row, int other) {
        return offsets[row] == offsets[other] && ordinals[row] == ordinals[other];
    }

    /** The origins of the rows {@code order}, in this order. */
    RowOrigins select(int[] order) {
        RowOrigins selected = new RowOrigins(keepsRecords);
        selected.partitions.addAll(partitions);
        selected.offsets = new long[order.length];
        selected.ordinals = new int[order.length];
        for (int index = 0; index < order.length; index++) {
            selected.offsets[index] = offsets[order[index]];
            selected.ordinals[index] = ordinals[order[index]];
            if (keepsRecords) {
                selected.records.add(records.get(order[index]));
            }
        }
        selected.count = order.length;
        return selected;
    }
}
