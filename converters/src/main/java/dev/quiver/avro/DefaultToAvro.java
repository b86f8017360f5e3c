/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Default values of Connect as Avro schemas have them, which is JSON as objects of Java. */
final class DefaultToAvro {
    private final AvroOptions options;

    DefaultToAvro(AvroOptions options) {
        this.options = options;
    }

    /**
     * {@code value}, one of {@code schema}, as a default.
     *
     * @throws DataException if it is none
     */
    Object value(Schema schema, @Nullable Object value) {
        if (value == null) {
            return JsonProperties.NULL_VALUE;
        }
        try {
            return present(schema, LogicalValues.stored(schema, value));
        } catch (ClassCastException e) {
            throw new DataException(
                    "a default of " + schema.type() + " is a "
                            + value.getClass().getName(),
                    e);
        }
    }

    private Object present(Schema schema, Object value) {
        return switch (schema.type()) {
            case INT8, INT16, INT32 -> ((Number) value).intValue();
            case INT64 -> (Long) value;
            case FLOAT32 -> (Float) value;
            case FLOAT64 -> (Double) value;
            case BOOLEAN -> (Boolean) value;
            case STRING -> (String) value;
            case BYTES -> new String(bytes(value), StandardCharsets.ISO_8859_1);
            case ARRAY -> array(schema, (List<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case STRUCT -> struct(schema, (Struct) value);
        };
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private List<Object> array(Schema schema, List<?> items) {
        List<Object> converted = new ArrayList<>(items.size());
        items.forEach(item -> converted.add(value(schema.valueSchema(), item)));
        return converted;
    }

    private Object map(Schema schema, Map<?, ?> entries) {
        if (ConnectToAvro.hasTextKeys(schema, options)) {
            Map<String, Object> converted = new LinkedHashMap<>();
            entries.forEach((key, item) -> converted.put((String) key, value(schema.valueSchema(), item)));
            return converted;
        }
        List<Object> pairs = new ArrayList<>(entries.size());
        entries.forEach(
                (key, item) -> pairs.add(List.of(value(schema.keySchema(), key), value(schema.valueSchema(), item))));
        return pairs;
    }

    /** A default of a union is of its first type. */
    private Object struct(Schema schema, Struct struct) {
        if (AvroNames.isUnion(schema)) {
            Field first = schema.fields().get(0);
            return value(first.schema(), struct.get(first));
        }
        Map<String, Object> converted = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            String name = options.scrubsNames() ? AvroNames.scrubbed(field.name()) : field.name();
            converted.put(name, value(field.schema(), struct.get(field)));
        }
        return converted;
    }
}
