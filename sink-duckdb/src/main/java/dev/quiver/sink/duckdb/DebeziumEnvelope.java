/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** A change event of Debezium: what happened to a row. */
final class DebeziumEnvelope {
    private static final String NAME_SUFFIX = "Envelope";
    private static final String OPERATION = "op";
    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    private final Operation operation;
    private final @Nullable Struct row;

    private DebeziumEnvelope(Operation operation, @Nullable Struct row) {
        this.operation = operation;
        this.row = row;
    }

    /** What happened. */
    enum Operation {
        /** The row was read, created or updated. */
        WRITE,
        /** The row was deleted. */
        DELETE,
        /** All rows of the table were. */
        TRUNCATE,
        /** Nothing that concerns a table. */
        NOTHING
    }

    /** Whether values of {@code schema} are change events. */
    static boolean is(Schema schema) {
        return schema.name() != null
                && schema.name().endsWith(NAME_SUFFIX)
                && schema.field(OPERATION) != null
                && (schema.field(AFTER) != null || schema.field(BEFORE) != null);
    }

    /**
     * The change event {@code value}.
     *
     * @throws DataException if its operation is none
     */
    static DebeziumEnvelope of(Struct value) {
        String operation = value.getString(OPERATION);
        return switch (operation == null ? "" : operation) {
            case "c", "r", "u" -> new DebeziumEnvelope(Operation.WRITE, part(value, AFTER));
            case "d" -> new DebeziumEnvelope(Operation.DELETE, part(value, BEFORE));
            case "t" -> new DebeziumEnvelope(Operation.TRUNCATE, null);
            case "m" -> new DebeziumEnvelope(Operation.NOTHING, null);
            default -> throw new DataException("the operation of the change event is none of c, r, u, d, t, m");
        };
    }

    private static @Nullable Struct part(Struct value, String name) {
        Field field = value.schema().field(name);
        return field == null ? null : value.getStruct(name);
    }

    Operation operation() {
        return operation;
    }

    /**
     * The row as it is afterwards, or as it was before it was deleted.
     *
     * @throws DataException if the event does not say
     */
    Struct row() {
        if (row == null) {
            throw new DataException(
                    "the change event has no '" + (operation == Operation.DELETE ? BEFORE : AFTER) + "'");
        }
        return row;
    }
}
