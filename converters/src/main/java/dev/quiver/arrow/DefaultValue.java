/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Default values as JSON: numbers, strings, booleans as they are (what JSON has no number for is a string), bytes in
 * base64 (with {@code buffer:} in front where they are a buffer), decimals as strings, dates and times as the
 * milliseconds of their {@link Date}, maps as lists of pairs.
 */
final class DefaultValue {
    private static final String BUFFER = "buffer:";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DefaultValue() {}

    /** {@code value}, which is one of {@code schema}, as JSON. */
    static String json(Schema schema, Object value) {
        return Json.text(node(schema, value));
    }

    private static JsonNode node(Schema schema, @Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Date date) {
            return NODES.numberNode(date.getTime());
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> NODES.numberNode(((Number) value).longValue());
            case FLOAT32, FLOAT64 -> NODES.textNode(value.toString());
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case STRING -> NODES.textNode((String) value);
            case BYTES -> NODES.textNode(bytes(value));
            case ARRAY -> array(schema, (List<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case STRUCT -> struct((Struct) value);
        };
    }

    private static String bytes(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.toString();
        }
        if (value instanceof byte[] array) {
            return Base64.getEncoder().encodeToString(array);
        }
        ByteBuffer copy = ((ByteBuffer) value).duplicate();
        byte[] array = new byte[copy.remaining()];
        copy.get(array);
        return BUFFER + Base64.getEncoder().encodeToString(array);
    }

    private static ArrayNode array(Schema schema, List<?> list) {
        ArrayNode array = NODES.arrayNode();
        list.forEach(item -> array.add(node(schema.valueSchema(), item)));
        return array;
    }

    private static ArrayNode map(Schema schema, Map<?, ?> map) {
        ArrayNode pairs = NODES.arrayNode();
        map.forEach((key, value) ->
                pairs.add(NODES.arrayNode().add(node(schema.keySchema(), key)).add(node(schema.valueSchema(), value))));
        return pairs;
    }

    private static ObjectNode struct(Struct struct) {
        ObjectNode object = NODES.objectNode();
        for (Field field : struct.schema().fields()) {
            object.set(field.name(), node(field.schema(), struct.getWithoutDefault(field.name())));
        }
        return object;
    }

    /**
     * The value of {@code schema} that {@code json} stands for.
     *
     * @throws DataException if it stands for none; the message names {@code path}
     */
    static @Nullable Object parse(String path, Schema schema, String json) {
        JsonNode node = Json.value(path, ConnectMetadata.DEFAULT, json);
        try {
            return value(schema, node);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new DataException("column '" + path + "': the default value does not fit " + schema.type(), e);
        }
    }

    private static @Nullable Object value(Schema schema, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (isDate(schema)) {
            return new Date(whole(node));
        }
        return switch (schema.type()) {
            case INT8 -> (byte) whole(node);
            case INT16 -> (short) whole(node);
            case INT32 -> (int) whole(node);
            case INT64 -> whole(node);
            case FLOAT32 -> Float.valueOf(node.asText());
            case FLOAT64 -> Double.valueOf(node.asText());
            case BOOLEAN -> node.asBoolean();
            case STRING -> node.asText();
            case BYTES -> bytes(schema, node.asText());
            case ARRAY -> list(schema, node);
            case MAP -> map(schema, node);
            case STRUCT -> struct(schema, node);
        };
    }

    private static boolean isDate(Schema schema) {
        return LogicalValue.of(schema) == LogicalValue.DATE
                || LogicalValue.of(schema) == LogicalValue.TIME
                || LogicalValue.of(schema) == LogicalValue.TIMESTAMP;
    }

    private static long whole(JsonNode node) {
        if (!node.canConvertToLong()) {
            throw new IllegalArgumentException("not a whole number");
        }
        return node.longValue();
    }

    private static Object bytes(Schema schema, String text) {
        if (LogicalValue.of(schema) == LogicalValue.DECIMAL) {
            return new BigDecimal(text);
        }
        return text.startsWith(BUFFER)
                ? ByteBuffer.wrap(Base64.getDecoder().decode(text.substring(BUFFER.length())))
                : Base64.getDecoder().decode(text);
    }

    private static List<@Nullable Object> list(Schema schema, JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        node.forEach(item -> list.add(value(schema.valueSchema(), item)));
        return list;
    }

    private static Map<@Nullable Object, @Nullable Object> map(Schema schema, JsonNode node) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        node.forEach(
                pair -> map.put(value(schema.keySchema(), pair.path(0)), value(schema.valueSchema(), pair.path(1))));
        return map;
    }

    private static Struct struct(Schema schema, JsonNode node) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, value(field.schema(), node.path(field.name())));
        }
        return struct;
    }
}
