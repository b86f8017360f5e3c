/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
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

    private static Object normal(Field field, Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros();
        }
        if (value instanceof Struct || value instanceof List<?> || value instanceof Map<?, ?>) {
            throw new DataException("column '" + field.name() + "' of the key is a "
                    + field.schema().type() + ", not a single value");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey key && normal.equals(key.normal);
    }

    @Override
    public int hashCode() {
        return normal.hashCode();
    }
}
