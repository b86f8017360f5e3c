/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The general conversion that serves every schema with one piece of code, as the converters in wide use have it: it
 * walks the schema again for each record, looks up record fields and logical types by name, copies maps and lists, and
 * lets {@link Struct#put} check every value.
 */
final class WalkingAvroToStruct {
    /** From what Avro read to the date or number of a logical type. */
    private interface LogicalValue {
        Object connect(Schema schema, Object value);
    }

    private static final Map<String, LogicalValue> LOGICAL_VALUES = Map.of(
            Decimal.LOGICAL_NAME, (schema, value) -> Decimal.toLogical(schema, ((ByteBuffer) value).array()),
            Date.LOGICAL_NAME, (schema, value) -> Date.toLogical(schema, (Integer) value),
            Time.LOGICAL_NAME, (schema, value) -> Time.toLogical(schema, (Integer) value),
            Timestamp.LOGICAL_NAME, (schema, value) -> Timestamp.toLogical(schema, (Long) value));

    private final Schema schema;

    /** To structs of {@code schema}. */
    WalkingAvroToStruct(Schema schema) {
        this.schema = schema;
    }

    Struct row(GenericRecord record) {
        return struct(schema, record);
    }

    private static @Nullable Object value(Schema schema, @Nullable Object value) {
        if (value == null) {
            if (!schema.isOptional()) {
                throw new DataException("a required " + schema.type() + " is null");
            }
            return null;
        }
        try {
            Object plain = plain(schema, value);
            LogicalValue logical = schema.name() == null ? null : LOGICAL_VALUES.get(schema.name());
            return logical == null ? plain : logical.connect(schema, plain);
        } catch (ClassCastException e) {
            throw new DataException(value.getClass() + " is no value of " + schema.type(), e);
        }
    }

    private static Object plain(Schema schema, Object value) {
        return switch (schema.type()) {
            case INT8 -> ((Integer) value).byteValue();
            case INT16 -> ((Integer) value).shortValue();
            case INT32 -> (Integer) value;
            case INT64 -> (Long) value;
            case FLOAT32 -> (Float) value;
            case FLOAT64 -> (Double) value;
            case BOOLEAN -> (Boolean) value;
            case STRING -> value.toString();
            case BYTES -> (ByteBuffer) value;
            case ARRAY -> array(schema, (Collection<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case STRUCT -> struct(schema, (GenericRecord) value);
        };
    }

    private static List<@Nullable Object> array(Schema schema, Collection<?> values) {
        List<@Nullable Object> copy = new ArrayList<>(values.size());
        for (Object item : values) {
            copy.add(value(schema.valueSchema(), item));
        }
        return copy;
    }

    private static Map<Object, @Nullable Object> map(Schema schema, Map<?, ?> values) {
        Map<Object, @Nullable Object> copy = new HashMap<>(values.size());
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            copy.put(entry.getKey().toString(), value(schema.valueSchema(), entry.getValue()));
        }
        return copy;
    }

    private static Struct struct(Schema schema, GenericRecord record) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            int index = record.getSchema().getField(field.name()).pos();
            struct.put(field, value(field.schema(), record.get(index)));
        }
        return struct;
    }
}
