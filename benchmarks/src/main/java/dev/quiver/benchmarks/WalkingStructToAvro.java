/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The general conversion that serves every schema with one piece of code, as the sinks in wide use have it: it walks
 * both schemas again for each row, looks up logical types and record fields by name, copies maps and lists, and lets a
 * {@link GenericRecordBuilder} check every record.
 */
final class WalkingStructToAvro implements StructToAvro {
    /** From the number or date of a logical type to what Avro writes. */
    private interface LogicalValue {
        Object avro(Schema schema, Object value);
    }

    private static final Map<String, LogicalValue> LOGICAL_VALUES = Map.of(
            Date.LOGICAL_NAME, (schema, value) -> Date.fromLogical(schema, (java.util.Date) value),
            Time.LOGICAL_NAME, (schema, value) -> Time.fromLogical(schema, (java.util.Date) value),
            Timestamp.LOGICAL_NAME, (schema, value) -> Timestamp.fromLogical(schema, (java.util.Date) value));

    private final Schema from;
    private final org.apache.avro.Schema to;

    WalkingStructToAvro(Schema from, org.apache.avro.Schema to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public GenericRecord record(Struct row) {
        return struct(from, to, row);
    }

    private static @Nullable Object value(Schema from, org.apache.avro.Schema to, @Nullable Object value) {
        if (value == null) {
            return absent(from);
        }
        Object plain = plain(from, value);
        try {
            return switch (from.type()) {
                case INT8 -> (int) (Byte) plain;
                case INT16 -> (int) (Short) plain;
                case INT32 -> (Integer) plain;
                case INT64 -> (Long) plain;
                case FLOAT32 -> (Float) plain;
                case FLOAT64 -> (Double) plain;
                case BOOLEAN -> (Boolean) plain;
                case STRING -> (String) plain;
                case BYTES -> bytes(plain);
                case ARRAY -> array(from, AvroSchemas.withoutNull(to), (List<?>) plain);
                case MAP -> map(from, AvroSchemas.withoutNull(to), (Map<?, ?>) plain);
                case STRUCT -> struct(from, AvroSchemas.withoutNull(to), (Struct) plain);
            };
        } catch (ClassCastException e) {
            throw new DataException(value.getClass() + " is no value of " + from.type(), e);
        }
    }

    private static @Nullable Object absent(Schema from) {
        if (!from.isOptional()) {
            throw new DataException("a required " + from.type() + " is null");
        }
        return null;
    }

    private static Object plain(Schema from, Object value) {
        String name = from.name();
        if (name == null) {
            return value;
        }
        LogicalValue logical = LOGICAL_VALUES.get(name);
        return logical == null ? value : logical.avro(from, value);
    }

    private static ByteBuffer bytes(Object value) {
        return value instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) value;
    }

    private static List<@Nullable Object> array(Schema from, org.apache.avro.Schema to, List<?> values) {
        List<@Nullable Object> copy = new ArrayList<>(values.size());
        for (Object element : values) {
            copy.add(value(from.valueSchema(), to.getElementType(), element));
        }
        return copy;
    }

    private static Map<String, @Nullable Object> map(Schema from, org.apache.avro.Schema to, Map<?, ?> values) {
        Map<String, @Nullable Object> copy = new HashMap<>();
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            copy.put((String) entry.getKey(), value(from.valueSchema(), to.getValueType(), entry.getValue()));
        }
        return copy;
    }

    private static GenericData.Record struct(Schema from, org.apache.avro.Schema to, Struct row) {
        if (!row.schema().equals(from)) {
            throw new DataException("a row has another schema than " + from.name());
        }
        GenericRecordBuilder record = new GenericRecordBuilder(to);
        for (Field field : from.fields()) {
            org.apache.avro.Schema fieldTo = to.getField(field.name()).schema();
            record.set(field.name(), value(field.schema(), fieldTo, row.get(field)));
        }
        return record.build();
    }
}
