/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.RowReader;
import dev.quiver.converter.RecordBatches;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcLimits;
import dev.quiver.ipc.MalformedIpcException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Brings records into the tables that their topics have: what one says becomes rows, or lets rows go. One thread. */
final class RecordTaker {
    /** Schemas whose plans are kept. */
    private static final int PLANS_MAX = 256;

    private final WriteConfig config;
    private final NullValues nullValues;
    private final IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);
    private final Map<Schemas, RowPlan> plans = new HashMap<>();
    private final Map<org.apache.arrow.vector.types.pojo.Schema, RowReader> readers = new HashMap<>();
    private Schemas lastSchemas = new Schemas(null, null);
    private @Nullable RowPlan lastPlan;
    private long passedOverCount;

    RecordTaker(WriteConfig config, NullValues nullValues) {
        this.config = config;
        this.nullValues = nullValues;
    }

    /** The schemas of a record. */
    private record Schemas(@Nullable Schema key, @Nullable Schema value) {
        boolean isExactly(@Nullable Schema otherKey, @Nullable Schema otherValue) {
            return key == otherKey && value == otherValue;
        }
    }

    /** Records that were passed over because they have no value. */
    long passedOverCount() {
        return passedOverCount;
    }

    /**
     * Takes {@code sinkRecord} into {@code shard}.
     *
     * @throws DataException if it can never be written; nothing has changed then
     */
    void take(SinkRecord sinkRecord, Shard shard) {
        TableBuffer table = shard.table(config.tableName().of(sinkRecord.topic()));
        Object value = sinkRecord.value();
        if (value == null) {
            takeNull(sinkRecord, table);
            return;
        }
        IpcContent content = content(sinkRecord);
        if (content != null) {
            takeBatch(sinkRecord, table, content);
        } else if (value instanceof Struct struct) {
            takeStruct(sinkRecord, table, struct);
        } else {
            throw new DataException("the value is a " + value.getClass().getSimpleName()
                    + " but must be a struct or an Arrow batch: use a converter that keeps a schema");
        }
    }

    private void takeNull(SinkRecord sinkRecord, TableBuffer table) {
        if (config.keys().deletes() && config.keys().mode() == KeyMode.RECORD_KEY) {
            table.delete(plan(sinkRecord.keySchema(), null).key(sinkRecord, null));
            return;
        }
        if (nullValues != NullValues.IGNORE) {
            throw new DataException("the record has no value");
        }
        passedOverCount++;
    }

    private @Nullable IpcContent content(SinkRecord sinkRecord) {
        ByteBuffer bytes = RecordBatches.bytesOf(sinkRecord.valueSchema(), sinkRecord.value());
        if (bytes == null) {
            return null;
        }
        try {
            return decoder.decode(bytes);
        } catch (MalformedIpcException e) {
            throw new DataException("the batch is malformed: " + e.getMessage(), e);
        }
    }

    private void takeBatch(SinkRecord sinkRecord, TableBuffer table, IpcContent content) {
        KeyMode mode = config.keys().mode();
        boolean isOfRecord = mode == KeyMode.KAFKA || mode == KeyMode.RECORD_KEY;
        if (config.mode() == InsertMode.UPSERT && isOfRecord && content.rowCount() > 1) {
            throw new DataException("the batch has " + content.rowCount() + " rows but one "
                    + (mode == KeyMode.KAFKA ? "offset" : "key") + ", which cannot tell them apart: use "
                    + WriteConfig.PK_MODE.key() + "=record_value");
        }
        RowReader reader = reader(content.schema());
        RowPlan plan = plan(sinkRecord.keySchema(), reader.schema());
        if (plan.isPassing() && !table.hasKeys()) {
            table.append(sinkRecord, content);
            return;
        }
        List<Struct> rows = new ArrayList<>(content.rowCount());
        for (DecodedBatch batch : content.batches()) {
            rows.addAll(reader.rows(batch));
        }
        table.append(sinkRecord, plan, rows);
    }

    private RowReader reader(org.apache.arrow.vector.types.pojo.Schema schema) {
        if (readers.size() >= PLANS_MAX) {
            readers.clear();
        }
        return readers.computeIfAbsent(
                schema, unused -> new RowReader(schema, config.values().types()));
    }

    private void takeStruct(SinkRecord sinkRecord, TableBuffer table, Struct struct) {
        if (config.envelope() == RecordEnvelope.DEBEZIUM && DebeziumEnvelope.is(struct.schema())) {
            takeChange(sinkRecord, table, DebeziumEnvelope.of(struct));
        } else {
            takeRow(sinkRecord, table, struct);
        }
    }

    private void takeRow(SinkRecord sinkRecord, TableBuffer table, Struct row) {
        table.append(sinkRecord, plan(sinkRecord.keySchema(), row.schema()), List.of(row));
    }

    private void takeChange(SinkRecord sinkRecord, TableBuffer table, DebeziumEnvelope change) {
        switch (change.operation()) {
            case WRITE -> takeRow(sinkRecord, table, change.row());
            case DELETE -> {
                if (config.keys().deletes()) {
                    takeDeletion(sinkRecord, table, change);
                }
            }
            case TRUNCATE -> {
                if (config.keys().deletes()) {
                    table.empty();
                }
            }
            case NOTHING -> passedOverCount++;
        }
    }

    /** The key of the record is enough; not every database says what the row was. */
    private void takeDeletion(SinkRecord sinkRecord, TableBuffer table, DebeziumEnvelope change) {
        boolean hasKey = config.keys().mode() == KeyMode.RECORD_KEY;
        Struct row = hasKey ? null : change.row();
        Schema schema = row == null ? null : row.schema();
        table.delete(plan(sinkRecord.keySchema(), schema).key(sinkRecord, row));
    }

    private RowPlan plan(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        boolean usesKey = config.keys().mode() == KeyMode.RECORD_KEY;
        Schema key = usesKey ? keySchema : null;
        RowPlan last = lastPlan;
        if (last != null && lastSchemas.isExactly(key, valueSchema)) {
            return last;
        }
        if (plans.size() >= PLANS_MAX) {
            plans.clear();
        }
        Schemas schemas = new Schemas(key, valueSchema);
        RowPlan plan = plans.get(schemas);
        if (plan == null) {
            plan = RowPlan.of(config, key, valueSchema);
            plans.put(schemas, plan);
        }
        lastSchemas = schemas;
        lastPlan = plan;
        return plan;
    }
}
