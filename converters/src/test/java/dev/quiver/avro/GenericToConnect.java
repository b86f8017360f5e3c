/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values that Avro's own generic reader has read, as plain values of Connect: the way that others go. */
public final class GenericToConnect {
    private GenericToConnect() {}

    /** {@code value} of {@code avro} as a value of {@code schema}. */
    public static @Nullable Object value(Schema schema, org.apache.avro.Schema avro, @Nullable Object value) {
        if (avro.isUnion()) {
            return ofUnion(schema, avro, value);
        }
        Object given = Objects.requireNonNull(value);
        return logical(
                schema,
                switch (schema.type()) {
                    case INT8 -> ((Integer) given).byteValue();
                    case INT16 -> ((Integer) given).shortValue();
                    case INT32, INT64, FLOAT32, FLOAT64, BOOLEAN -> given;
                    case STRING -> given.toString();
                    case BYTES -> given instanceof GenericFixed fixed ? ByteBuffer.wrap(fixed.bytes()) : given;
                    case ARRAY -> list(schema, avro, (Collection<?>) given);
                    case MAP -> map(schema, avro, given);
                    case STRUCT -> struct(schema, (IndexedRecord) given);
                });
    }

    private static Object logical(Schema schema, Object value) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (name) {
            case Date.LOGICAL_NAME -> Date.toLogical(schema, (Integer) value);
            case Time.LOGICAL_NAME -> Time.toLogical(schema, (Integer) value);
            case Timestamp.LOGICAL_NAME -> Timestamp.toLogical(schema, (Long) value);
            case Decimal.LOGICAL_NAME -> decimal(schema, (ByteBuffer) value);
            default -> value;
        };
    }

    private static Object decimal(Schema schema, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return new BigDecimal(
                new BigInteger(bytes), Integer.parseInt(schema.parameters().get("scale")));
    }

    private static @Nullable Object ofUnion(Schema schema, org.apache.avro.Schema avro, @Nullable Object value) {
        int index = GenericData.get().resolveUnion(avro, value);
        org.apache.avro.Schema type = avro.getTypes().get(index);
        if (value == null) {
            return null;
        }
        if (!AvroNames.isUnion(schema)) {
            return value(schema, type, value);
        }
        Integer nullIndex = avro.getIndexNamed("null");
        Field field = schema.fields().get(nullIndex != null && nullIndex < index ? index - 1 : index);
        return new Struct(schema).put(field, value(field.schema(), type, value));
    }

    private static List<@Nullable Object> list(Schema schema, org.apache.avro.Schema avro, Collection<?> items) {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(value(schema.valueSchema(), avro.getElementType(), item)));
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> map(
            Schema schema, org.apache.avro.Schema avro, Object value) {
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach(
                    (key, item) -> map.put(key.toString(), value(schema.valueSchema(), avro.getValueType(), item)));
            return map;
        }
        for (Object each : (Collection<?>) value) {
            IndexedRecord entry = (IndexedRecord) each;
            org.apache.avro.Schema.Field key = entry.getSchema().getField("key");
            org.apache.avro.Schema.Field item = entry.getSchema().getField("value");
            map.put(
                    value(schema.keySchema(), key.schema(), entry.get(key.pos())),
                    value(schema.valueSchema(), item.schema(), entry.get(item.pos())));
        }
        return map;
    }

    private static Struct struct(Schema schema, IndexedRecord record) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            org.apache.avro.Schema type =
                    record.getSchema().getFields().get(field.index()).schema();
            struct.put(field, value(field.schema(), type, record.get(field.index())));
        }
        return struct;
    }
}
