/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes rows of values that are no structs. One thread. */
final class OtherRows {
    private static final int SCHEMAS_MAX = 1_024;

    /** A text that is JSON, as files know it. */
    private static final Schema JSON =
            SchemaBuilder.string().name("io.debezium.data.Json").optional().build();

    private final RecordConfig config;
    /** One column of the schema. */
    private final IdentityHashMap<Schema, Schema> columns = new IdentityHashMap<>();

    private final Map<String, InferredRows> inferred = new HashMap<>();

    OtherRows(RecordConfig config) {
        this.config = config;
    }

    /**
     * The row of {@code value}, which is that of {@code sinkRecord}.
     *
     * @throws DataException if it can never be written
     */
    RecordRow row(SinkRecord sinkRecord, Object value, SideColumns beside) {
        if (config.otherValues() == OtherValues.REFUSE) {
            throw new DataException("the value is a " + value.getClass().getName()
                    + (sinkRecord.valueSchema() == null ? " without a schema" : "")
                    + " but rows must be structs: use a converter that gives schemas, or set "
                    + RecordConfig.OTHER_VALUES.key());
        }
        if (config.otherValues() == OtherValues.INFER
                && sinkRecord.valueSchema() == null
                && value instanceof Map<?, ?> map) {
            Struct row = inferred.computeIfAbsent(sinkRecord.topic(), added -> new InferredRows())
                    .row(map);
            return new RecordRow(row.schema(), row, beside, true);
        }
        return column(sinkRecord.valueSchema(), value, beside);
    }

    private RecordRow column(@Nullable Schema schema, Object value, SideColumns beside) {
        Schema known = schema == null ? untyped(value) : schema;
        if (columns.size() > SCHEMAS_MAX) {
            columns.clear();
        }
        Schema rows = columns.computeIfAbsent(
                known,
                added -> SchemaBuilder.struct()
                        .field(config.valueColumn(), SchemaCopies.optional(added))
                        .build());
        return new RecordRow(rows, struct(rows, schema == null ? form(value) : value), beside, false);
    }

    /** Without the checks of Struct.put: what does not fit is refused by its column. */
    private static Struct struct(Schema rows, Object value) {
        return new Struct(rows).put(rows.fields().get(0), value);
    }

    private static Schema untyped(Object value) {
        if (value instanceof String) {
            return Schema.OPTIONAL_STRING_SCHEMA;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return Schema.OPTIONAL_BYTES_SCHEMA;
        }
        if (value instanceof Boolean) {
            return Schema.OPTIONAL_BOOLEAN_SCHEMA;
        }
        if (value instanceof Double || value instanceof Float) {
            return Schema.OPTIONAL_FLOAT64_SCHEMA;
        }
        if (isWhole(value)) {
            return Schema.OPTIONAL_INT64_SCHEMA;
        }
        if (value instanceof Number) {
            return Schema.OPTIONAL_STRING_SCHEMA;
        }
        if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
            return JSON;
        }
        throw new DataException("the value is a " + value.getClass().getName() + " without a schema");
    }

    private static Object form(Object value) {
        if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
            return JsonText.of(null, value);
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (isWhole(value)) {
            return ((Number) value).longValue();
        }
        // Decimals of any length have no column that fits all of them.
        return value instanceof Number && !(value instanceof Double) ? value.toString() : value;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }
}
