/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/** Chooses the column builder for each field of a schema, once. The schema must have passed {@link TypeTable}. */
final class ColumnPlan {
    private final NullHandling nullHandling;

    ColumnPlan(NullHandling nullHandling) {
        this.nullHandling = nullHandling;
    }

    /** The builder for whole rows of {@code schema}. */
    StructColumn rows(Schema schema) {
        return struct(new Column("", "row", false), "", schema);
    }

    private StructColumn struct(Column column, String prefix, Schema schema) {
        List<ColumnBuilder> children = new ArrayList<>(schema.fields().size());
        for (Field field : schema.fields()) {
            children.add(column(prefix + field.name(), field.schema()));
        }
        return new StructColumn(column, schema, children, nullHandling);
    }

    private ColumnBuilder column(String path, Schema schema) {
        Column column = Column.of(path, schema);
        ArrowType type = TypeTable.arrowType(path, schema);
        return switch (schema.type()) {
            case INT8 -> new ScalarColumn.Int8(column, new FixedStorage(Byte.BYTES));
            case INT16 -> new ScalarColumn.Int16(column, new FixedStorage(Short.BYTES));
            case INT32 -> int32(column, type);
            case INT64 -> int64(column, type);
            case FLOAT32 -> new ScalarColumn.Float32(column, new FixedStorage(Float.BYTES));
            case FLOAT64 -> new ScalarColumn.Float64(column, new FixedStorage(Double.BYTES));
            case BOOLEAN -> new ScalarColumn.Bool(column, new BitStorage());
            case STRING -> new ScalarColumn.Utf8(column, new VariableStorage());
            case BYTES ->
                type instanceof ArrowType.Decimal decimal
                        ? new DecimalColumn(column, decimal)
                        : new ScalarColumn.Binary(column, new VariableStorage());
            case ARRAY -> new ListColumn(column, column(path + ".element", schema.valueSchema()));
            case MAP -> map(column, path, schema);
            case STRUCT -> struct(column, path + ".", schema);
        };
    }

    private static ColumnBuilder int32(Column column, ArrowType type) {
        FixedStorage storage = new FixedStorage(Integer.BYTES);
        if (type instanceof ArrowType.Date) {
            return new ScalarColumn.Day(column, storage);
        }
        return type instanceof ArrowType.Time
                ? new ScalarColumn.TimeOfDay(column, storage)
                : new ScalarColumn.Int32(column, storage);
    }

    private static ColumnBuilder int64(Column column, ArrowType type) {
        FixedStorage storage = new FixedStorage(Long.BYTES);
        return type instanceof ArrowType.Timestamp
                ? new ScalarColumn.Instant(column, storage)
                : new ScalarColumn.Int64(column, storage);
    }

    private ColumnBuilder map(Column column, String path, Schema schema) {
        Column key =
                new Column(path + ".key", Column.of(path, schema.keySchema()).kind(), false);
        return new MapColumn(
                column, requiredKey(key, schema.keySchema()), column(path + ".value", schema.valueSchema()));
    }

    private ColumnBuilder requiredKey(Column key, Schema schema) {
        return schema.isOptional() ? new RequiredColumn(key, column(key.path(), schema)) : column(key.path(), schema);
    }
}
