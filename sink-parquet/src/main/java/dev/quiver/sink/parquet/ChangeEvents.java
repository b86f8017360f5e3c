/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.BatchBuilder;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Takes rows out of change events as Debezium makes them. One thread. */
final class ChangeEvents {
    private static final String OPERATION = "op";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";
    private static final String DELETE = "d";
    private static final String TRUNCATE = "t";
    private static final String MESSAGE = "m";

    private final CdcConfig config;
    /** That of the event before: events come in runs of one. */
    private @Nullable Schema last;

    private boolean lastIsEvent;

    ChangeEvents(CdcConfig config) {
        this.config = config;
    }

    /** Whether values of {@code schema} are events to be unwrapped. */
    boolean are(Schema schema) {
        if (config.events() == CdcConfig.Events.KEEP) {
            return false;
        }
        if (schema != last) {
            lastIsEvent = hasOperation(schema) && isRow(schema.field(AFTER)) && isRow(schema.field(BEFORE));
            if (lastIsEvent) {
                BatchBuilder.requireFits(schema);
            }
            last = schema;
        }
        return lastIsEvent;
    }

    private static boolean hasOperation(Schema schema) {
        Field operation = schema.field(OPERATION);
        return operation != null && operation.schema().type() == Schema.Type.STRING;
    }

    private static boolean isRow(@Nullable Field field) {
        return field != null && field.schema().type() == Schema.Type.STRUCT;
    }

    /** Whether {@code event} tells of a deleted row. */
    static boolean isDelete(Struct event) {
        return DELETE.equals(event.get(OPERATION));
    }

    /**
     * The row of {@code event}: that after the change, or the deleted one; null if there is none to be written.
     *
     * @throws DataException if the event lacks it
     */
    @Nullable
    Struct row(Struct event) {
        Object operation = event.get(OPERATION);
        if (TRUNCATE.equals(operation) || MESSAGE.equals(operation)) {
            return null;
        }
        boolean isDelete = isDelete(event);
        if (isDelete && config.deletes() == CdcConfig.Deletes.IGNORE) {
            return null;
        }
        Struct row = event.getStruct(isDelete ? BEFORE : AFTER);
        if (row == null) {
            throw new DataException("the change event has no row '" + (isDelete ? BEFORE : AFTER) + "'"
                    + (isDelete ? ": the table must tell the rows that it deletes" : ""));
        }
        return Objects.requireNonNull(row);
    }
}
