/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of records: says which columns the value of a record becomes and which stand beside them. Which row it is
 * follows from the record, but for the schema of rows without a value and of inferred ones, which earlier records of
 * the topic-partition or topic decide. One thread.
 */
final class RecordRows {
    /** What stands for the schema of keys where those make no difference. */
    private static final Schema ANY_KEY = RecordKeys.TEXT;

    private final RecordConfig config;
    private final boolean hasNativeKey;
    private final RecordKeys keys = new RecordKeys();
    private final ChangeEvents events;
    private final OtherRows otherRows;
    private final Map<Kinds, SideColumns> known = new HashMap<>();
    private final Map<TopicPartition, RecordRow> latest = new HashMap<>();
    private @Nullable Kinds lastKinds;
    private @Nullable SideColumns last;

    RecordRows(RecordConfig config) {
        this.config = config;
        this.hasNativeKey = config.envelope().hasNativeKey();
        this.events = new ChangeEvents(config.cdc());
        this.otherRows = new OtherRows(config);
    }

    /** The schemas that decide about columns beside the value. */
    private record Kinds(Schema key, @Nullable Schema event) {
        boolean are(Schema otherKey, @Nullable Schema otherEvent) {
            return key == otherKey && event == otherEvent;
        }
    }

    /**
     * The row of {@code sinkRecord}, which was read from {@code partition}, or null if there is none to be written.
     *
     * @throws DataException if it can never be written
     */
    @Nullable
    RecordRow row(SinkRecord sinkRecord, TopicPartition partition) {
        Object value = sinkRecord.value();
        if (value == null) {
            return nullRow(sinkRecord, partition);
        }
        if (value instanceof Struct struct) {
            return events.are(struct.schema())
                    ? changedRow(sinkRecord, struct, partition)
                    : remembered(
                            partition,
                            new RecordRow(struct.schema(), struct, beside(sinkRecord, partition, null), false));
        }
        return remembered(partition, otherRows.row(sinkRecord, value, beside(sinkRecord, partition, null)));
    }

    private Schema keySchema(SinkRecord sinkRecord, TopicPartition partition) {
        return hasNativeKey ? keys.schema(sinkRecord, partition) : ANY_KEY;
    }

    private @Nullable RecordRow changedRow(SinkRecord sinkRecord, Struct event, TopicPartition partition) {
        Struct row = events.row(event);
        if (row == null) {
            return null;
        }
        SideColumns beside = beside(sinkRecord, partition, event.schema());
        return remembered(partition, new RecordRow(row.schema(), row, beside, false));
    }

    /** Rows without a value go to the files of the row before them, or there would be small ones. */
    private RecordRow nullRow(SinkRecord sinkRecord, TopicPartition partition) {
        RecordRow before = latest.get(partition);
        if (before == null || !before.beside().areFor(keySchema(sinkRecord, partition))) {
            return new RecordRow(RecordRow.NO_COLUMNS, null, beside(sinkRecord, partition, null), true);
        }
        return before;
    }

    private RecordRow remembered(TopicPartition partition, RecordRow row) {
        if (config.writesNulls()) {
            RecordRow before = latest.get(partition);
            if (before == null || before.schema() != row.schema() || before.beside() != row.beside()) {
                latest.put(partition, new RecordRow(row.schema(), null, row.beside(), row.isInferred()));
            }
        }
        return row;
    }

    /** The columns beside the value of {@code sinkRecord}, which is no change event. */
    SideColumns beside(SinkRecord sinkRecord, TopicPartition partition) {
        return beside(sinkRecord, partition, null);
    }

    private SideColumns beside(SinkRecord sinkRecord, TopicPartition partition, @Nullable Schema event) {
        Schema key = keySchema(sinkRecord, partition);
        Schema deciding = config.cdc().columns().isEmpty() ? null : event;
        if (last != null && lastKinds != null && lastKinds.are(key, deciding)) {
            return last;
        }
        Kinds kinds = new Kinds(key, deciding);
        SideColumns columns =
                known.computeIfAbsent(kinds, added -> SideColumns.of(config.sideColumns(), key, deciding));
        lastKinds = kinds;
        last = columns;
        return columns;
    }

    /** Forgets what earlier records of {@code partition} decided. */
    void forget(TopicPartition partition) {
        keys.forget(partition);
        latest.remove(partition);
    }
}
