/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.jspecify.annotations.Nullable;

/** The schema that has the columns of two, in the wider of their types; those that only one of them has may be null. */
final class SchemaUnion {
    private SchemaUnion() {}

    /** The union of two schemas of rows, or null if a column has two types that do not go together. */
    static @Nullable Schema of(Schema one, Schema other) {
        return one.type() == Schema.Type.STRUCT && other.type() == Schema.Type.STRUCT ? struct(one, other) : null;
    }

    private static @Nullable Schema struct(Schema one, Schema other) {
        SchemaBuilder union =
                SchemaBuilder.struct().name(one.name()).version(one.version()).doc(one.doc());
        if (one.isOptional() || other.isOptional()) {
            union.optional();
        }
        for (Field field : one.fields()) {
            Field second = other.field(field.name());
            Schema column =
                    second == null ? SchemaCopies.optional(field.schema()) : column(field.schema(), second.schema());
            if (column == null) {
                return null;
            }
            union.field(field.name(), column);
        }
        for (Field field : other.fields()) {
            if (one.field(field.name()) == null) {
                union.field(field.name(), SchemaCopies.optional(field.schema()));
            }
        }
        return union.build();
    }

    /** Of two columns that differ no default is left: it would take the place of the other one's nulls. */
    private static @Nullable Schema column(Schema one, Schema other) {
        if (one.equals(other)) {
            return one;
        }
        Schema united = united(one, other);
        return united != null && united.isOptional() && united.defaultValue() != null
                ? SchemaCopies.optionalWithoutDefault(united)
                : united;
    }

    private static @Nullable Schema united(Schema one, Schema other) {
        if (!Objects.equals(one.name(), other.name())) {
            return null;
        }
        boolean optional = one.isOptional() || other.isOptional();
        if (one.type() == other.type()) {
            Schema same = sameType(one, other);
            return same != null && optional ? SchemaCopies.optional(same) : same;
        }
        if (one.name() != null || !(isWider(one.type(), other.type()) || isWider(other.type(), one.type()))) {
            return null;
        }
        Schema wider = isWider(one.type(), other.type()) ? other : one;
        return optional ? SchemaCopies.optional(wider) : wider;
    }

    private static @Nullable Schema sameType(Schema one, Schema other) {
        return switch (one.type()) {
            case STRUCT -> struct(one, other);
            case ARRAY -> {
                Schema items = column(one.valueSchema(), other.valueSchema());
                yield items == null
                        ? null
                        : SchemaBuilder.array(items).name(one.name()).build();
            }
            case MAP -> {
                Schema values = column(one.valueSchema(), other.valueSchema());
                boolean fits = values != null && one.keySchema().equals(other.keySchema());
                yield fits
                        ? SchemaBuilder.map(one.keySchema(), values)
                                .name(one.name())
                                .build()
                        : null;
            }
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES ->
                Objects.equals(one.parameters(), other.parameters()) ? one : null;
        };
    }

    /** Whether every number of {@code from} is one of {@code to}, which is another type. */
    static boolean isWider(Schema.Type from, Schema.Type to) {
        return switch (to) {
            case INT16 -> from == Schema.Type.INT8;
            case INT32 -> from == Schema.Type.INT8 || from == Schema.Type.INT16;
            case INT64 -> from == Schema.Type.INT8 || from == Schema.Type.INT16 || from == Schema.Type.INT32;
            case FLOAT32 -> from == Schema.Type.INT8 || from == Schema.Type.INT16;
            case FLOAT64 -> from == Schema.Type.FLOAT32 || isWider(from, Schema.Type.INT64);
            case INT8, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> false;
        };
    }
}
