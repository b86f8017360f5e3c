/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Connect values as JSON. Bytes are Base64, times ISO 8601, decimals numbers; numbers that JSON lacks, such as NaN, are
 * texts.
 */
final class JsonText {
    private static final int DEPTH_MAX = 100;
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** A text as it is, anything else as JSON; null for null. */
    static @Nullable String plain(@Nullable Schema schema, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof byte[] || value instanceof ByteBuffer) {
            return base64(value);
        }
        return value instanceof java.util.Date date ? time(schema, date) : of(schema, value);
    }

    /**
     * {@code value} as JSON.
     *
     * @throws DataException if it is nested too deeply, or JSON has no such value
     */
    static String of(@Nullable Schema schema, @Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, schema, value, 0);
        } catch (IOException e) {
            throw new DataException("the value could not be written as JSON: " + e.getMessage(), e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Schema schema, @Nullable Object value, int depth)
            throws IOException {
        if (depth > DEPTH_MAX) {
            throw new DataException("the value is nested deeper than " + DEPTH_MAX + " levels");
        }
        if (value instanceof Struct struct) {
            writeStruct(json, struct, depth);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(json, schema, map, depth);
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, schema == null ? null : schema.valueSchema(), item, depth + 1);
            }
            json.writeEndArray();
        } else {
            writeScalar(json, schema, value);
        }
    }

    private static void writeStruct(JsonGenerator json, Struct struct, int depth) throws IOException {
        json.writeStartObject();
        for (Field field : struct.schema().fields()) {
            json.writeFieldName(field.name());
            write(json, field.schema(), struct.get(field), depth + 1);
        }
        json.writeEndObject();
    }

    /** A map whose keys are no texts is a list of pairs. */
    private static void writeMap(JsonGenerator json, @Nullable Schema schema, Map<?, ?> map, int depth)
            throws IOException {
        boolean isObject = map.keySet().stream().allMatch(String.class::isInstance);
        Schema keys = schema == null ? null : schema.keySchema();
        Schema values = schema == null ? null : schema.valueSchema();
        if (isObject) {
            json.writeStartObject();
        } else {
            json.writeStartArray();
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (isObject) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, values, entry.getValue(), depth + 1);
            } else {
                json.writeStartArray();
                write(json, keys, entry.getKey(), depth + 1);
                write(json, values, entry.getValue(), depth + 1);
                json.writeEndArray();
            }
        }
        if (isObject) {
            json.writeEndObject();
        } else {
            json.writeEndArray();
        }
    }

    private static void writeScalar(JsonGenerator json, @Nullable Schema schema, @Nullable Object value)
            throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            json.writeString(base64(value));
        } else if (value instanceof java.util.Date date) {
            json.writeString(time(schema, date));
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeNumber(JsonGenerator json, Number number) throws IOException {
        if (number instanceof Double || number instanceof Float) {
            boolean isFinite = Double.isFinite(number.doubleValue());
            if (isFinite) {
                json.writeNumber(number.toString());
            } else {
                json.writeString(number.toString());
            }
        } else if (number instanceof BigDecimal decimal) {
            json.writeNumber(decimal.toString());
        } else if (number instanceof BigInteger integer) {
            json.writeNumber(integer);
        } else {
            json.writeNumber(number.longValue());
        }
    }

    private static String base64(Object value) {
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String time(@Nullable Schema schema, java.util.Date date) {
        String name = schema == null || schema.name() == null ? "" : schema.name();
        Instant instant = Instant.ofEpochMilli(date.getTime());
        return switch (name) {
            case Date.LOGICAL_NAME ->
                LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
            case Time.LOGICAL_NAME ->
                LocalTime.ofInstant(instant, ZoneOffset.UTC).toString();
            default -> instant.toString();
        };
    }
}
