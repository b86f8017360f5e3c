/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The way to a field.
 *
 * @param names field names from the row down
 */
record FieldPath(List<String> names) {
    FieldPath {
        names = List.copyOf(names);
    }

    /**
     * Reads names with dots between them.
     *
     * @throws IllegalArgumentException if one is empty
     */
    static FieldPath parse(String text) {
        List<String> names = List.of(text.split("\\.", -1));
        if (names.contains("")) {
            throw new IllegalArgumentException("'" + text + "' has an empty field name");
        }
        return new FieldPath(names);
    }

    /** The name of the field itself. */
    String last() {
        return names.get(names.size() - 1);
    }

    /**
     * This path in rows of {@code schema}.
     *
     * @throws DataException if there is no such field; the message names it
     */
    Bound bind(Schema schema, NullHandling nullHandling) {
        List<Field> fields = new ArrayList<>();
        Schema current = schema;
        for (String name : names) {
            Field field = current.type() == Schema.Type.STRUCT ? current.field(name) : null;
            if (field == null) {
                throw new DataException("there is no field '" + this + "' to partition by");
            }
            fields.add(field);
            current = field.schema();
        }
        return new Bound(fields, nullHandling);
    }

    /** What stands at this path in {@code value}, maps within maps; null where there is nothing. */
    @Nullable
    Object in(@Nullable Object value) {
        Object current = value;
        for (String name : names) {
            current = current instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return current;
    }

    /** The path in rows of one schema. */
    record Bound(List<Field> fields, NullHandling nullHandling) {
        Bound {
            fields = List.copyOf(fields);
        }

        /** The schema of the field. */
        Schema schema() {
            return fields.get(fields.size() - 1).schema();
        }

        /** The value that the column has, so that a directory never says anything else than its files. */
        @Nullable
        Object value(@Nullable Struct row) {
            Object value = row;
            for (Field field : fields) {
                value = value == null ? null : value((Struct) value, field);
            }
            return value;
        }

        private @Nullable Object value(Struct struct, Field field) {
            boolean keeps = nullHandling == NullHandling.KEEP && field.schema().isOptional();
            return keeps ? struct.getWithoutDefault(field.name()) : struct.get(field);
        }
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }
}
