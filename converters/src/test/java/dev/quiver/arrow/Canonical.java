/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * One plain form for the values of every representation, so that they can be compared: longs for integers, days,
 * milliseconds; strings for text, decimals and bytes (hex); lists, and maps in order.
 */
public final class Canonical {
    private Canonical() {}

    /** The plain form of {@code struct}: field name to value. */
    public static Map<Object, @Nullable Object> row(Struct struct) {
        Map<Object, @Nullable Object> row = new LinkedHashMap<>();
        for (Field field : struct.schema().fields()) {
            row.put(field.name(), value(field.schema(), struct.getWithoutDefault(field.name())));
        }
        return row;
    }

    private static @Nullable Object value(Schema schema, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof java.util.Date date) {
            boolean day = org.apache.kafka.connect.data.Date.LOGICAL_NAME.equals(schema.name());
            return day ? Math.floorDiv(date.getTime(), 86_400_000L) : date.getTime();
        }
        if (value instanceof Struct struct) {
            return row(struct);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(value(schema.valueSchema(), item)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(scalar(key), value(schema.valueSchema(), item)));
            return entries;
        }
        return scalar(value);
    }

    /** The plain form of a value without children. */
    public static Object scalar(Object value) {
        if (value instanceof Float number) {
            return "f" + Float.floatToIntBits(number);
        }
        if (value instanceof Double number) {
            return "d" + Double.doubleToLongBits(number);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return HexFormat.of().formatHex(bytes);
        }
        return value;
    }
}
