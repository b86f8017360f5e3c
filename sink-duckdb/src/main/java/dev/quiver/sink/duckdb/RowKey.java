/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * The values that tell a row apart. Equal numbers are equal whatever their types.
 *
 * @param columns the values as they go into the database
 * @param normal the values as they are compared
 */
record RowKey(Struct columns, List<Object> normal) {
    /** Digits that every long has room for. */
    private static final int LONG_DIGITS = 18;
    /** The name of schemas whose texts become numbers of 128 bits. */
    private static final String UUID = "io.debezium.data.Uuid";

    /**
     * The key {@code columns}.
     *
     * @throws DataException if a value is null, or of a type that has no order among others
     */
    static RowKey of(Struct columns) {
        List<Object> normal = new ArrayList<>(columns.schema().fields().size());
        for (Field field : columns.schema().fields()) {
            Object value = columns.get(field);
            if (value == null) {
                throw new DataException("column '" + field.name() + "' of the key is null");
            }
            normal.add(normal(field, value));
        }
        return new RowKey(columns, normal);
    }

    private static Number whole(BigDecimal number) {
        boolean isLong = number.scale() <= 0 && number.precision() - number.scale() <= LONG_DIGITS;
        return isLong ? Long.valueOf(number.longValueExact()) : number;
    }

    private static Object normal(Field field, Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue() + 0.0; // there is one zero only
        }
        if (value instanceof String text && UUID.equals(field.schema().name())) {
            return text.toLowerCase(Locale.ROOT);
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof BigDecimal number) {
            return whole(number.stripTrailingZeros());
        }
        if (value instanceof Struct || value instanceof List<?> || value instanceof Map<?, ?>) {
            throw new DataException("column '" + field.name() + "' of the key is a "
                    + field.schema().type() + ", not a single value");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey key && normal.equals(key.normal) && hasColumnsOf(key);
    }

    private boolean hasColumnsOf(RowKey key) {
        List<Field> fields = columns.schema().fields();
        List<Field> others = key.columns.schema().fields();
        for (int index = 0; fields != others && index < fields.size(); index++) {
            if (!Sql.folded(fields.get(index).name())
                    .equals(Sql.folded(others.get(index).name()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return normal.hashCode();
    }
}
