/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Default values as Avro schemas have them, which is JSON as objects of Java, as values of Connect. */
final class DefaultFromAvro {
    private DefaultFromAvro() {}

    /**
     * {@code value}, a default of {@code avro}, as a value of {@code schema}.
     *
     * @throws DataException if it is none; so is a {@link ClassCastException}
     */
    static @Nullable Object value(Schema schema, org.apache.avro.Schema avro, @Nullable Object value) {
        if (value == null || value == JsonProperties.NULL_VALUE) {
            return null;
        }
        if (avro.isUnion()) {
            return ofUnion(schema, avro, value);
        }
        return switch (schema.type()) {
            case INT8 -> ((Number) value).byteValue();
            case INT16 -> ((Number) value).shortValue();
            case INT32 -> int32(schema, ((Number) value).intValue());
            case INT64 -> int64(schema, ((Number) value).longValue());
            case FLOAT32 -> number(value).floatValue();
            case FLOAT64 -> number(value).doubleValue();
            case BOOLEAN -> (Boolean) value;
            case STRING -> (String) value;
            case BYTES -> bytes(schema, value);
            case ARRAY -> array(schema, avro, (List<?>) value);
            case MAP -> map(schema, avro, value);
            case STRUCT -> struct(schema, avro, (Map<?, ?>) value);
        };
    }

    /** JSON has no number for infinities and for what is not a number. */
    private static Number number(Object value) {
        if (value instanceof String text) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                throw new DataException("the default is no number", e);
            }
        }
        return (Number) value;
    }

    private static Object int32(Schema schema, int number) {
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return Date.toLogical(schema, number);
        }
        return Time.LOGICAL_NAME.equals(schema.name()) ? Time.toLogical(schema, number) : (Object) number;
    }

    private static Object int64(Schema schema, long number) {
        return Timestamp.LOGICAL_NAME.equals(schema.name()) ? Timestamp.toLogical(schema, number) : (Object) number;
    }

    /** Each letter of a text is a byte. */
    private static Object bytes(Schema schema, Object value) {
        byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.ISO_8859_1) : (byte[]) value;
        if (!Decimal.LOGICAL_NAME.equals(schema.name())) {
            return ByteBuffer.wrap(bytes);
        }
        if (bytes.length == 0) {
            throw new DataException("the default of a decimal has no bytes");
        }
        String scale = AvroNames.parameters(schema).get(Decimal.SCALE_FIELD);
        try {
            return new BigDecimal(new BigInteger(bytes), scale == null ? 0 : Integer.parseInt(scale));
        } catch (NumberFormatException e) {
            throw new DataException("the scale of a decimal is no number", e);
        }
    }

    private static Object array(Schema schema, org.apache.avro.Schema avro, List<?> value) {
        List<@Nullable Object> items = new ArrayList<>(value.size());
        for (Object item : value) {
            items.add(value(schema.valueSchema(), avro.getElementType(), item));
        }
        return items;
    }

    private static Object map(Schema schema, org.apache.avro.Schema avro, Object value) {
        Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
        if (avro.getType() == org.apache.avro.Schema.Type.MAP) {
            ((Map<?, ?>) value)
                    .forEach((key, item) -> entries.put(key, value(schema.valueSchema(), avro.getValueType(), item)));
            return entries;
        }
        org.apache.avro.Schema entry = avro.getElementType();
        for (Object pair : (List<?>) value) {
            Object key = part(pair, AvroNames.KEY, 0);
            Object item = part(pair, AvroNames.VALUE, 1);
            entries.put(
                    value(schema.keySchema(), entry.getField(AvroNames.KEY).schema(), key),
                    value(schema.valueSchema(), entry.getField(AvroNames.VALUE).schema(), item));
        }
        return entries;
    }

    /** Entries are records where Avro has the default, and pairs where Connect has it. */
    private static @Nullable Object part(@Nullable Object entry, String name, int index) {
        if (entry instanceof Map<?, ?> record) {
            return record.get(name);
        }
        if (entry instanceof List<?> pair && pair.size() == 2) {
            return pair.get(index);
        }
        throw new DataException("an entry of the default is no key with a value");
    }

    private static Object struct(Schema schema, org.apache.avro.Schema avro, Map<?, ?> value) {
        Struct struct = new Struct(schema);
        for (int index = 0; index < avro.getFields().size(); index++) {
            org.apache.avro.Schema.Field avroField = avro.getFields().get(index);
            Field field = schema.fields().get(index);
            Object given = value.get(avroField.name());
            Object converted =
                    given == null ? field.schema().defaultValue() : value(field.schema(), avroField.schema(), given);
            struct.put(field, converted);
        }
        return struct;
    }

    /** A default of a union is of its first type, unless the union stands for a type that may be null. */
    private static @Nullable Object ofUnion(Schema schema, org.apache.avro.Schema avro, Object value) {
        org.apache.avro.Schema first = avro.getTypes().get(0);
        if (!AvroNames.isUnion(schema)) {
            boolean isNullFirst = first.getType() == org.apache.avro.Schema.Type.NULL;
            return value(schema, isNullFirst ? avro.getTypes().get(1) : first, value);
        }
        if (first.getType() == org.apache.avro.Schema.Type.NULL) {
            return null;
        }
        Field field = schema.fields().get(0);
        return new Struct(schema).put(field, value(field.schema(), first, value));
    }
}
