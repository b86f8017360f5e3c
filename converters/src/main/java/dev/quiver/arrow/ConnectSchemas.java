/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns Arrow schemas in message format into Connect schemas, from which {@link ArrowSchemas} finds the way back. */
public final class ConnectSchemas {
    /** The fields of an interval of days and milliseconds. */
    static final List<org.apache.kafka.connect.data.Field> DAY_TIME = List.of(
            new org.apache.kafka.connect.data.Field("days", 0, Schema.INT32_SCHEMA),
            new org.apache.kafka.connect.data.Field("milliseconds", 1, Schema.INT32_SCHEMA));

    /** The fields of an interval of months, days and nanoseconds. */
    static final List<org.apache.kafka.connect.data.Field> MONTH_DAY_NANO = List.of(
            new org.apache.kafka.connect.data.Field("months", 0, Schema.INT32_SCHEMA),
            new org.apache.kafka.connect.data.Field("days", 1, Schema.INT32_SCHEMA),
            new org.apache.kafka.connect.data.Field("nanoseconds", 2, Schema.INT64_SCHEMA));

    /** The fields of {@code io.debezium.data.VariableScaleDecimal}. */
    static final List<org.apache.kafka.connect.data.Field> VARIABLE_SCALE_DECIMAL = List.of(
            new org.apache.kafka.connect.data.Field(LogicalNames.SCALE_FIELD, 0, Schema.INT32_SCHEMA),
            new org.apache.kafka.connect.data.Field(LogicalNames.VALUE_FIELD, 1, Schema.BYTES_SCHEMA));

    private final boolean truncatesTimestamps;

    /** With types in the forms that {@code options} ask for. */
    public ConnectSchemas(TypeOptions options) {
        this.truncatesTimestamps = options.times().precision() == TypeOptions.TimestampPrecision.CONNECT;
    }

    /**
     * The schema of rows: always a struct.
     *
     * @throws DataException if Connect has no such schema; the message names the column
     */
    public Schema rows(org.apache.arrow.vector.types.pojo.Schema schema) {
        Map<String, String> metadata = schema.getCustomMetadata() == null ? Map.of() : schema.getCustomMetadata();
        ConnectMetadata row = ConnectMetadata.of("", FieldDescription.ofRow(metadata), metadata);
        List<org.apache.kafka.connect.data.Field> fields =
                new Reading().fields("", schema.getFields(), FieldRole.FIELD, 0);
        return connectSchema("", row, metadata, new Nested(fields, null, null));
    }

    /** The column that is the value itself because the value is not a struct; null where rows are the value. */
    public static @Nullable Integer rootColumn(org.apache.arrow.vector.types.pojo.Schema schema) {
        boolean isRoot = schema.getCustomMetadata() != null
                && schema.getCustomMetadata().containsKey(ConnectMetadata.ROOT)
                && schema.getFields().size() == 1;
        return isRoot ? 0 : null;
    }

    /** What a schema has within it. */
    private record Nested(
            @Nullable List<org.apache.kafka.connect.data.Field> fields,
            @Nullable Schema key,
            @Nullable Schema value) {
        static final Nested NOTHING = new Nested(null, null, null);
    }

    /** One schema on its way. */
    private final class Reading {
        /** What columns of a type are in Connect: most have one of a few. */
        private final IdentityHashMap<FieldType, Schema> known = new IdentityHashMap<>();

        private List<org.apache.kafka.connect.data.Field> fields(
                String prefix, List<Field> children, FieldRole role, int depth) {
            List<org.apache.kafka.connect.data.Field> fields = new ArrayList<>(children.size());
            Set<String> names = new HashSet<>(children.size() * 2);
            for (Field child : children) {
                String name = child.getName();
                if (name == null || name.isEmpty()) {
                    throw new DataException("column '" + prefix + "': Connect has no fields without a name");
                }
                if (!names.add(name)) {
                    throw new DataException(
                            "column '" + prefix + name + "': Connect has no two fields of the same name");
                }
                fields.add(new org.apache.kafka.connect.data.Field(
                        name, fields.size(), schema(prefix.isEmpty() ? name : prefix + name, child, role, depth + 1)));
            }
            return fields;
        }

        private Schema schema(String path, Field field, FieldRole role, int depth) {
            if (depth > TypeTable.NESTING_MAX) {
                throw new DataException(
                        "column '" + path + "': nested deeper than " + TypeTable.NESTING_MAX + " levels");
            }
            boolean isColumn = role == FieldRole.FIELD && field.getChildren().isEmpty();
            Schema same = isColumn ? known.get(field.getFieldType()) : null;
            if (same != null) {
                return same;
            }
            Schema schema = made(path, field, role, depth);
            if (isColumn) {
                known.put(field.getFieldType(), schema);
            }
            return schema;
        }

        private Schema made(String path, Field field, FieldRole role, int depth) {
            Map<String, String> metadata = field.getMetadata();
            FieldDescription derived = FieldDescription.of(field, role);
            Field values = values(field);
            if (truncatesTimestamps && Collections.disjoint(ConnectMetadata.KEYS, metadata.keySet())) {
                derived = new FieldDescription(derived.type().truncated(values.getType()), derived.optional());
            }
            ConnectMetadata described = ConnectMetadata.of(path, derived, metadata);
            return connectSchema(path, described, metadata, nested(path, described, values, depth));
        }

        private Nested nested(String path, ConnectMetadata described, Field field, int depth) {
            ArrowType type = field.getType();
            return switch (described.type()) {
                case ARRAY -> {
                    require(path, described, DerivedType.connectType(type) == Schema.Type.ARRAY, type);
                    Field element = field.getChildren().get(0);
                    yield new Nested(null, null, schema(path + ".element", element, FieldRole.ELEMENT, depth + 1));
                }
                case MAP -> {
                    require(path, described, type instanceof ArrowType.Map, type);
                    List<Field> entry = field.getChildren().get(0).getChildren();
                    Schema key = schema(path + ".key", entry.get(0), FieldRole.KEY, depth + 1);
                    yield new Nested(null, key, schema(path + ".value", entry.get(1), FieldRole.VALUE, depth + 1));
                }
                case STRUCT -> new Nested(structFields(path, described, field, depth), null, null);
                case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> Nested.NOTHING;
            };
        }

        private List<org.apache.kafka.connect.data.Field> structFields(
                String path, ConnectMetadata described, Field field, int depth) {
            ArrowType type = field.getType();
            if (type instanceof ArrowType.Interval interval) {
                return interval.getUnit() == IntervalUnit.DAY_TIME ? DAY_TIME : MONTH_DAY_NANO;
            }
            if (type instanceof ArrowType.Union) {
                return fields(path + ".", field.getChildren(), FieldRole.ALTERNATIVE, depth);
            }
            boolean isDecimal = LogicalNames.VARIABLE_SCALE_DECIMAL.equals(described.name())
                    && (type instanceof ArrowType.Decimal || type instanceof ArrowType.Utf8);
            if (isDecimal) {
                return VARIABLE_SCALE_DECIMAL;
            }
            require(path, described, type instanceof ArrowType.Struct, type);
            return fields(path + ".", field.getChildren(), FieldRole.FIELD, depth);
        }
    }

    /** The field whose type the values have: {@code field}, or the values of its runs. */
    static Field values(Field field) {
        return field.getType() instanceof ArrowType.RunEndEncoded
                ? values(field.getChildren().get(1))
                : field;
    }

    private static void require(String path, ConnectMetadata described, boolean fits, ArrowType type) {
        if (!fits) {
            throw new DataException(
                    "column '" + path + "': the metadata says " + described.type() + " but the Arrow type is " + type);
        }
    }

    private static Schema connectSchema(
            String path, ConnectMetadata described, Map<String, String> metadata, Nested nested) {
        Schema schema = connectSchema(described, metadata, nested, null);
        String otherwise = metadata.get(ConnectMetadata.DEFAULT);
        return otherwise == null
                ? schema
                : connectSchema(described, metadata, nested, DefaultValue.parse(path, schema, otherwise));
    }

    private static Schema connectSchema(
            ConnectMetadata described, Map<String, String> metadata, Nested nested, @Nullable Object otherwise) {
        return new ConnectSchema(
                described.type(),
                described.optional(),
                otherwise,
                described.name(),
                described.version(),
                metadata.get(ConnectMetadata.DOC),
                described.parameters(),
                nested.fields(),
                nested.key(),
                nested.value());
    }
}
