/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the type of values that have no schema. Types join: numbers become fractions, maps get the fields of
 * both, and what has nothing in common becomes text, JSON where it is none.
 */
sealed interface InferredType {
    /** The largest whole number below which a fraction of 64 bits has all of them. */
    long EXACT_MAX = 1L << 53;

    /** Maps and lists within each other. */
    int DEPTH_MAX = 50;

    /** The type of {@code value}, within so many maps and lists. */
    static InferredType of(@Nullable Object value, int depth) {
        if (depth > DEPTH_MAX) {
            throw new DataException("the value is nested deeper than " + DEPTH_MAX + " levels");
        }
        if (value instanceof Map<?, ?> map) {
            SortedMap<String, InferredType> fields = new TreeMap<>();
            map.forEach((name, item) -> fields.put(String.valueOf(name), of(item, depth + 1)));
            return new Fields(fields);
        }
        if (value instanceof Collection<?> items) {
            InferredType type = Scalar.UNKNOWN;
            for (Object item : items) {
                type = type.join(of(item, depth + 1));
            }
            return new Items(type);
        }
        return Scalar.of(value);
    }

    /** The type of values of either. */
    default InferredType join(InferredType other) {
        if (equals(other) || other == Scalar.UNKNOWN) {
            return this;
        }
        return this == Scalar.UNKNOWN ? other : joinOther(other);
    }

    /** The type of values of this or of {@code other}, which is another one; both are known. */
    InferredType joinOther(InferredType other);

    /** Whether values of this type may be {@code value}. */
    boolean takes(@Nullable Object value);

    /** The schema, or null where there is nothing to have one. */
    @Nullable
    Schema schema();

    /** {@code value} as {@code schema}, which is that of this type, has it. */
    @Nullable
    Object value(@Nullable Object value, Schema schema);

    /** How many columns it becomes. */
    int columnCount();

    /** Whether there is anything in {@code value} that has a type. */
    static boolean hasValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(InferredType::hasValue);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().anyMatch(InferredType::hasValue);
        }
        return value != null;
    }

    /** Values without parts. */
    enum Scalar implements InferredType {
        /** Nothing but nulls. */
        UNKNOWN,
        /** True or false. */
        FLAG,
        /** Whole numbers that a fraction of 64 bits can be as well. */
        INTEGER,
        /** Whole numbers of 64 bits, some of which would lose digits as fractions. */
        LARGE_INTEGER,
        /** Fractions. */
        NUMBER,
        /** Bytes. */
        BYTES,
        /** Texts, and values that have no type in common. */
        TEXT;

        static Scalar of(@Nullable Object value) {
            if (value == null) {
                return UNKNOWN;
            }
            if (value instanceof Boolean) {
                return FLAG;
            }
            if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
                long number = ((Number) value).longValue();
                return number >= -EXACT_MAX && number <= EXACT_MAX ? INTEGER : LARGE_INTEGER;
            }
            if (value instanceof Double || value instanceof Float) {
                return NUMBER;
            }
            return value instanceof byte[] || value instanceof ByteBuffer ? BYTES : TEXT;
        }

        @Override
        public InferredType joinOther(InferredType other) {
            Set<InferredType> both = Set.of(this, other);
            if (both.equals(Set.of(INTEGER, LARGE_INTEGER))) {
                return LARGE_INTEGER;
            }
            return both.equals(Set.of(INTEGER, NUMBER)) ? NUMBER : TEXT;
        }

        @Override
        public boolean takes(@Nullable Object value) {
            if (value == null || this == TEXT) {
                return true;
            }
            if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
                return false;
            }
            Scalar type = of(value);
            return type == this || ((this == NUMBER || this == LARGE_INTEGER) && type == INTEGER);
        }

        @Override
        public @Nullable Schema schema() {
            return switch (this) {
                case UNKNOWN -> null;
                case FLAG -> Schema.OPTIONAL_BOOLEAN_SCHEMA;
                case INTEGER, LARGE_INTEGER -> Schema.OPTIONAL_INT64_SCHEMA;
                case NUMBER -> Schema.OPTIONAL_FLOAT64_SCHEMA;
                case BYTES -> Schema.OPTIONAL_BYTES_SCHEMA;
                case TEXT -> Schema.OPTIONAL_STRING_SCHEMA;
            };
        }

        @Override
        public @Nullable Object value(@Nullable Object value, Schema schema) {
            if (value == null) {
                return null;
            }
            return switch (this) {
                case UNKNOWN -> null;
                case FLAG, BYTES -> value;
                case INTEGER, LARGE_INTEGER -> ((Number) value).longValue();
                case NUMBER -> ((Number) value).doubleValue();
                case TEXT -> JsonText.plain(null, value);
            };
        }

        @Override
        public int columnCount() {
            return 1;
        }
    }

    /** Lists. */
    record Items(InferredType type) implements InferredType {
        @Override
        public InferredType joinOther(InferredType other) {
            return other instanceof Items items ? new Items(type.join(items.type)) : Scalar.TEXT;
        }

        @Override
        public boolean takes(@Nullable Object value) {
            return value == null
                    || (value instanceof Collection<?> items && items.stream().allMatch(type::takes));
        }

        @Override
        public @Nullable Schema schema() {
            Schema items = type.schema();
            return items == null ? null : SchemaBuilder.array(items).optional().build();
        }

        @Override
        public @Nullable Object value(@Nullable Object value, Schema schema) {
            if (value == null) {
                return null;
            }
            List<@Nullable Object> list = new ArrayList<>();
            for (Object item : (Collection<?>) value) {
                list.add(type.value(item, schema.valueSchema()));
            }
            return list;
        }

        @Override
        public int columnCount() {
            return type.columnCount();
        }
    }

    /** Maps with texts as keys. */
    record Fields(SortedMap<String, InferredType> types) implements InferredType {
        static final Fields NONE = new Fields(new TreeMap<>());

        @Override
        public InferredType joinOther(InferredType other) {
            return other instanceof Fields ? with(other) : Scalar.TEXT;
        }

        /** With the fields of {@code other}, which has some. */
        Fields with(InferredType other) {
            SortedMap<String, InferredType> joined = new TreeMap<>(types);
            ((Fields) other).types.forEach((name, type) -> joined.merge(name, type, InferredType::join));
            return new Fields(joined);
        }

        @Override
        public boolean takes(@Nullable Object value) {
            if (value == null) {
                return true;
            }
            if (!(value instanceof Map<?, ?> map)) {
                return false;
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                InferredType type = types.get(String.valueOf(entry.getKey()));
                if (entry.getValue() != null && (type == null || !type.takes(entry.getValue()))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public @Nullable Schema schema() {
            Schema rows = fields(SchemaBuilder.struct().optional());
            return rows.fields().isEmpty() ? null : rows;
        }

        /** The schema of rows; it may have no fields. */
        Schema rows() {
            return fields(SchemaBuilder.struct());
        }

        private Schema fields(SchemaBuilder struct) {
            types.forEach((name, type) -> {
                Schema field = type.schema();
                if (field != null) {
                    struct.field(name, field);
                }
            });
            return struct.build();
        }

        @Override
        public @Nullable Object value(@Nullable Object value, Schema schema) {
            if (value == null) {
                return null;
            }
            Struct struct = new Struct(schema);
            ((Map<?, ?>) value).forEach((name, item) -> {
                Field field = schema.field(String.valueOf(name));
                InferredType type = types.get(String.valueOf(name));
                if (field != null && type != null && item != null) {
                    struct.put(field, type.value(item, field.schema()));
                }
            });
            return struct;
        }

        @Override
        public int columnCount() {
            int sum = 0;
            for (InferredType type : types.values()) {
                sum += type.columnCount();
            }
            return sum;
        }
    }
}
