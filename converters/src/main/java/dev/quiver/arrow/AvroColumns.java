/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.avro.AvroReader;
import dev.quiver.avro.AvroStructReader;
import dev.quiver.avro.NestedReader;
import dev.quiver.avro.ScalarReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Chooses the way from each part of a writer's schema into its column, once. */
final class AvroColumns {
    private AvroColumns() {}

    /** The way of all fields of {@code reader}, whose schema is that of the rows. */
    static AvroColumn rows(AvroStructReader reader, StructColumn rows) {
        return struct(reader, rows);
    }

    /**
     * The way of those fields of {@code reader} that {@code rows} has, or null if one has another type there or one
     * that {@code rows} cannot be without is missing.
     */
    static @Nullable AvroColumn projected(AvroStructReader reader, StructColumn rows) {
        if (!(reader instanceof AvroStructReader.Row row)) {
            return null;
        }
        List<ColumnGroup.Member> members = new ArrayList<>(rows.members());
        AvroColumn[] fields = new AvroColumn[row.fieldCount()];
        for (int index = 0; index < fields.length; index++) {
            Field source = row.schema().fields().get(index);
            ColumnGroup.Member target = member(members, source.name());
            if (target == null) {
                fields[index] = new AvroColumn.Passed(row.field(index));
            } else if (target.field().schema().equals(source.schema())) {
                fields[index] = column(row.field(index), target.builder(), target.replacement());
                members.remove(target);
            } else {
                return null;
            }
        }
        for (ColumnGroup.Member left : members) {
            Schema schema = left.field().schema();
            if (!schema.isOptional() && schema.defaultValue() == null) {
                return null;
            }
        }
        return new AvroRowColumn(fields, missing(members), rows.storage());
    }

    private static ColumnGroup.@Nullable Member member(List<ColumnGroup.Member> members, String name) {
        for (ColumnGroup.Member member : members) {
            if (member.field().name().equals(name)) {
                return member;
            }
        }
        return null;
    }

    private static AvroColumn.Missing[] missing(List<ColumnGroup.Member> members) {
        return members.stream()
                .map(member -> new AvroColumn.Missing(member.builder(), member.replacement()))
                .toArray(AvroColumn.Missing[]::new);
    }

    /** The way of values of {@code reader} to {@code builder}. */
    private static AvroColumn column(AvroReader reader, ColumnBuilder builder, @Nullable Object replacement) {
        if (reader instanceof NestedReader.Optional optional) {
            return new AvroColumn.Optional(optional, column(optional.value(), builder, null), builder, replacement);
        }
        AvroColumn found = null;
        if (reader instanceof ScalarReader scalar) {
            found = builder instanceof ScalarColumn column ? scalar(scalar, column) : bytes(scalar, builder);
        } else if (reader instanceof AvroStructReader structs && builder instanceof StructColumn column) {
            // A null among the types is appended as such: a default would take its place.
            found = replacement == null ? struct(structs, column) : null;
        } else if (reader instanceof NestedReader.Items items && builder instanceof ListColumn list) {
            found = new AvroColumn.Items(items, column(items.item(), list.element(), null), list.storage());
        }
        return found == null ? new AvroColumn.Objects(reader, builder, replacement) : found;
    }

    private static AvroColumn struct(AvroStructReader reader, StructColumn column) {
        if (reader instanceof AvroStructReader.Row row) {
            AvroColumn[] fields = new AvroColumn[row.fieldCount()];
            for (int index = 0; index < fields.length; index++) {
                ColumnGroup.Member member = column.members().get(index);
                fields[index] = column(row.field(index), member.builder(), member.replacement());
            }
            return new AvroRowColumn(fields, new AvroColumn.Missing[0], column.storage());
        }
        AvroStructReader.Choice choice = (AvroStructReader.Choice) reader;
        @Nullable AvroColumn[] types = new @Nullable AvroColumn[choice.typeCount()];
        int field = 0;
        for (int type = 0; type < types.length; type++) {
            AvroReader typeReader = choice.type(type);
            types[type] = typeReader == null
                    ? null
                    : column(typeReader, column.members().get(field++).builder(), null);
        }
        return new AvroColumn.Choice(choice, types, missing(column.members()), column);
    }

    private static @Nullable AvroColumn scalar(ScalarReader reader, ScalarColumn column) {
        if (reader instanceof ScalarReader.Int8 && column instanceof ScalarColumn.Int8 bytes) {
            return new AvroColumn.Bytes8(bytes.storage());
        }
        if (reader instanceof ScalarReader.Int16 && column instanceof ScalarColumn.Int16 shorts) {
            return new AvroColumn.Ints16(shorts.storage());
        }
        if (reader instanceof ScalarReader.Int32 && column instanceof ScalarColumn.Int32 ints) {
            return new AvroColumn.Ints32(ints.storage());
        }
        if (reader instanceof ScalarReader.Int64 && column instanceof ScalarColumn.Int64 longs) {
            return new AvroColumn.Ints64(longs.storage());
        }
        if (reader instanceof ScalarReader.Float32 && column instanceof ScalarColumn.Float32 floats) {
            return new AvroColumn.Floats32(floats.storage());
        }
        if (reader instanceof ScalarReader.Float64 && column instanceof ScalarColumn.Float64 doubles) {
            return new AvroColumn.Floats64(doubles.storage());
        }
        if (reader instanceof ScalarReader.Flag && column instanceof ScalarColumn.Bool flags) {
            return new AvroColumn.Flags(flags.storage());
        }
        return date(reader, column);
    }

    private static @Nullable AvroColumn date(ScalarReader reader, ScalarColumn column) {
        if (reader instanceof ScalarReader.Day && column instanceof ScalarColumn.Day days) {
            return new AvroColumn.Ints32(days.storage());
        }
        if (reader instanceof ScalarReader.TimeOfDay && column instanceof ScalarColumn.TimeOfDay times) {
            return new AvroColumn.Times(times.storage(), times);
        }
        if (reader instanceof ScalarReader.Instant && column instanceof ScalarColumn.Instant instants) {
            return new AvroColumn.Ints64(instants.storage());
        }
        if (reader instanceof ScalarReader.Text && column instanceof ScalarColumn.Utf8 texts) {
            return new AvroColumn.Texts(texts.storage());
        }
        if (reader instanceof ScalarReader.Symbol symbol && column instanceof ScalarColumn.Utf8 texts) {
            return new AvroColumn.Symbols(texts.storage(), symbol);
        }
        return reader instanceof ScalarReader.Bytes && column instanceof ScalarColumn.Binary bytes
                ? new AvroColumn.Binary(bytes.storage())
                : null;
    }

    private static @Nullable AvroColumn bytes(ScalarReader reader, ColumnBuilder builder) {
        if (reader instanceof ScalarReader.Decimal decimal && builder instanceof DecimalColumn column) {
            return column.hasScale(decimal.scale()) ? new AvroColumn.Decimals(column, decimal) : null;
        }
        return reader instanceof ScalarReader.Fixed fixed
                        && builder instanceof BytesColumn bytes
                        && bytes.storage().width() == fixed.size()
                ? new AvroColumn.Fixed(bytes.storage())
                : null;
    }
}
