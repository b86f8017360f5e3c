/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Schemas and values of Connect as one line of text each, which tells all that there is to tell. */
final class ConnectText {
    private ConnectText() {}

    static String schema(@Nullable Schema schema) {
        if (schema == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder(schema.type().getName()).append(schema.isOptional() ? "?" : "");
        if (schema.name() != null) {
            text.append(" '").append(schema.name()).append('\'');
        }
        if (schema.version() != null) {
            text.append(" v").append(schema.version());
        }
        if (schema.doc() != null) {
            text.append(" \"").append(schema.doc()).append('"');
        }
        if (schema.parameters() != null && !schema.parameters().isEmpty()) {
            text.append(' ').append(new TreeMap<>(schema.parameters()));
        }
        if (schema.defaultValue() != null) {
            text.append(" = ").append(value(schema.defaultValue()));
        }
        return text.append(children(schema)).toString();
    }

    private static String children(Schema schema) {
        return switch (schema.type()) {
            case ARRAY -> " [" + schema(schema.valueSchema()) + "]";
            case MAP -> " [" + schema(schema.keySchema()) + " to " + schema(schema.valueSchema()) + "]";
            case STRUCT ->
                schema.fields().stream()
                        .map(field -> field.name() + ": " + schema(field.schema()))
                        .collect(Collectors.joining(", ", " {", "}"));
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> "";
        };
    }

    static String value(@Nullable Object value) {
        if (value instanceof Struct struct) {
            return struct.schema().fields().stream()
                    .map(field -> field.name() + "=" + value(plain(struct, field)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConnectText::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> value(entry.getKey()) + "=" + value(entry.getValue()))
                    .sorted(Comparator.naturalOrder())
                    .collect(Collectors.joining(", ", "(", ")"));
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        String kind =
                value == null || value instanceof String ? "" : value.getClass().getSimpleName() + " ";
        return value instanceof String ? "'" + value + "'" : kind + value;
    }

    private static @Nullable Object plain(Struct struct, Field field) {
        return struct.getWithoutDefault(field.name());
    }
}
