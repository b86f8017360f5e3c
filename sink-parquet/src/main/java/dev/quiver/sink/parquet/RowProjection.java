/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Makes rows of one schema rows of another one. Columns are matched by name; numbers may become wider. */
final class RowProjection {
    private final Conversion structs;

    private RowProjection(Conversion structs) {
        this.structs = structs;
    }

    /** Makes a value of one type one of another. */
    private interface Conversion {
        /** Leaves values as they are. */
        Conversion NONE = value -> value;

        /** {@code value} as the other type has it; it is not null. */
        Object convert(Object value);
    }

    /** The way from {@code from} to {@code to}, or null if {@code compatibility} does not allow it. */
    static @Nullable RowProjection between(
            Schema from, Schema to, SchemaCompatibility compatibility, NullHandling nullHandling) {
        Conversion structs = new Plan(compatibility, nullHandling).struct(from, to);
        return structs == null ? null : new RowProjection(structs);
    }

    /** {@code row} with the other schema. */
    Struct project(Struct row) {
        return (Struct) structs.convert(row);
    }

    /** A column of both schemas. */
    private record Column(Field source, Field target, Conversion conversion) {}

    private record Plan(SchemaCompatibility compatibility, NullHandling nullHandling) {
        private @Nullable Conversion of(Schema from, Schema to) {
            if (from.isOptional() && (!to.isOptional() || replacesNulls(from, to))) {
                return null;
            }
            if (from.type() != to.type() || !Objects.equals(from.name(), to.name())) {
                return from.name() == null && to.name() == null ? NumberWidths.conversion(from, to) : null;
            }
            return switch (from.type()) {
                case STRUCT -> struct(from, to);
                case ARRAY -> array(from, to);
                case MAP -> map(from, to);
                case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
                    Objects.equals(from.parameters(), to.parameters()) ? Conversion.NONE : null;
            };
        }

        /** Whether a null would become a default that its own schema does not have. */
        private boolean replacesNulls(Schema from, Schema to) {
            return nullHandling != NullHandling.KEEP
                    && to.defaultValue() != null
                    && !to.defaultValue().equals(from.defaultValue());
        }

        private @Nullable Conversion array(Schema from, Schema to) {
            Conversion items = of(from.valueSchema(), to.valueSchema());
            if (items == null || items == Conversion.NONE) {
                return items;
            }
            return value -> {
                List<@Nullable Object> converted = new ArrayList<>();
                ((List<?>) value).forEach(item -> converted.add(item == null ? null : items.convert(item)));
                return converted;
            };
        }

        private @Nullable Conversion map(Schema from, Schema to) {
            Conversion keys = of(from.keySchema(), to.keySchema());
            Conversion values = of(from.valueSchema(), to.valueSchema());
            if (keys != Conversion.NONE || values == null || values == Conversion.NONE) {
                return keys == Conversion.NONE ? values : null;
            }
            return value -> {
                Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
                ((Map<?, ?>) value)
                        .forEach((key, item) -> converted.put(key, item == null ? null : values.convert(item)));
                return converted;
            };
        }

        private @Nullable Conversion struct(Schema from, Schema to) {
            if (from.equals(to)) {
                return Conversion.NONE;
            }
            List<Column> columns = new ArrayList<>();
            for (Field target : to.fields()) {
                Field source = from.field(target.name());
                Conversion conversion = source == null ? null : of(source.schema(), target.schema());
                if (source != null && conversion != null) {
                    columns.add(new Column(source, target, conversion));
                } else if (source != null || !mayBeFilled(target.schema())) {
                    return null;
                }
            }
            boolean drops = from.fields().stream().anyMatch(field -> to.field(field.name()) == null);
            return drops && !compatibility.drops() ? null : value -> project((Struct) value, to, columns);
        }

        private boolean mayBeFilled(Schema schema) {
            return compatibility.fills() && (schema.isOptional() || schema.defaultValue() != null);
        }

        private Struct project(Struct row, Schema to, List<Column> columns) {
            Struct projected = new Struct(to);
            for (Column column : columns) {
                Object value = value(row, column.source());
                if (value != null) {
                    projected.put(column.target(), column.conversion().convert(value));
                }
            }
            return projected;
        }

        private @Nullable Object value(Struct row, Field source) {
            boolean keeps = nullHandling == NullHandling.KEEP && source.schema().isOptional();
            return keeps ? row.getWithoutDefault(source.name()) : row.get(source);
        }
    }

    /** Numbers that every number of another type is one of. */
    private static final class NumberWidths {
        private NumberWidths() {}

        static @Nullable Conversion conversion(Schema from, Schema to) {
            return SchemaUnion.isWider(from.type(), to.type()) ? number(to.type()) : null;
        }

        private static @Nullable Conversion number(Schema.Type to) {
            return switch (to) {
                case INT16 -> value -> ((Number) value).shortValue();
                case INT32 -> value -> ((Number) value).intValue();
                case INT64 -> value -> ((Number) value).longValue();
                case FLOAT32 -> value -> ((Number) value).floatValue();
                case FLOAT64 -> value -> ((Number) value).doubleValue();
                case INT8, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> null;
            };
        }
    }
}
