/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the column builder for each field of a Connect schema, once, by what the Arrow field stores. The Connect
 * schema must be the one that the Arrow schema was made from, or that was made from it.
 */
final class ColumnPlan {
    private static final long MICROS_PER_DAY = TimeUnit.DAYS.toMicros(1);
    private static final long NANOS_PER_DAY = TimeUnit.DAYS.toNanos(1);

    private final NullHandling nullHandling;

    ColumnPlan(NullHandling nullHandling) {
        this.nullHandling = nullHandling;
    }

    /** The builder for whole rows of {@code schema}, which go to {@code storage} as {@code fields} say. */
    StructColumn rows(Schema schema, List<Field> fields, StructStorage storage) {
        return struct(new Column("", "row", false), schema, fields, storage);
    }

    /** The builders for {@code columns}, whose values go to {@code storages} as {@code fields} say. */
    ColumnBuilder[] columns(
            List<org.apache.kafka.connect.data.Field> columns, List<Field> fields, List<ColumnStorage> storages) {
        ColumnBuilder[] builders = new ColumnBuilder[columns.size()];
        for (int index = 0; index < builders.length; index++) {
            org.apache.kafka.connect.data.Field column = columns.get(index);
            builders[index] = column(column.name(), column.schema(), fields.get(index), storages.get(index));
        }
        return builders;
    }

    /** The builder for values of {@code schema} that go to {@code storage} as {@code field} says. */
    ColumnBuilder column(String path, Schema schema, Field field, ColumnStorage storage) {
        if (storage instanceof DictionaryStorage dictionary) {
            return column(path, schema, field, dictionary.values());
        }
        if (storage instanceof RunEndStorage runs) {
            return column(path, schema, field.getChildren().get(1), runs.values());
        }
        Column column = Column.of(path, schema);
        ColumnBuilder builder = storage instanceof FixedStorage fixed
                ? fixed(column, schema, field.getType(), fixed)
                : nested(column, schema, field, storage);
        if (builder == null) {
            throw new DataException(
                    "column '" + path + "': " + column.kind() + " cannot be stored as Arrow type " + field.getType());
        }
        return builder;
    }

    private StructColumn struct(Column column, Schema schema, List<Field> fields, StructStorage storage) {
        String prefix = column.path().isEmpty() ? "" : column.path() + ".";
        ColumnBuilder[] children = children(prefix, schema, fields, storage.children());
        return new StructColumn(column, schema, children, storage, nullHandling);
    }

    private ColumnBuilder[] children(String prefix, Schema schema, List<Field> fields, List<ColumnStorage> storages) {
        ColumnBuilder[] children = new ColumnBuilder[fields.size()];
        for (int index = 0; index < children.length; index++) {
            org.apache.kafka.connect.data.Field child = schema.fields().get(index);
            children[index] = column(prefix + child.name(), child.schema(), fields.get(index), storages.get(index));
        }
        return children;
    }

    private @Nullable ColumnBuilder nested(Column column, Schema schema, Field field, ColumnStorage storage) {
        if (storage instanceof NullStorage nulls) {
            return new NarrowColumn.Nulls(column, nulls);
        }
        return switch (schema.type()) {
            case BOOLEAN -> storage instanceof BitStorage bits ? new ScalarColumn.Bool(column, bits) : null;
            case STRING -> storage instanceof VariableStorage bytes ? new ScalarColumn.Utf8(column, bytes) : null;
            case BYTES -> storage instanceof VariableStorage bytes ? new ScalarColumn.Binary(column, bytes) : null;
            case ARRAY -> array(column, schema, field, storage);
            case MAP -> storage instanceof ListStorage list ? map(column, schema, field, list) : null;
            case STRUCT -> composite(column, schema, field, storage);
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64 -> null;
        };
    }

    private @Nullable ColumnBuilder array(Column column, Schema schema, Field field, ColumnStorage storage) {
        String path = column.path() + ".element";
        Field element = field.getChildren().get(0);
        if (storage instanceof FixedListStorage list) {
            return new FixedListColumn(column, column(path, schema.valueSchema(), element, list.elements()), list);
        }
        return storage instanceof ListStorage list
                ? new ListColumn(column, column(path, schema.valueSchema(), element, list.elements()), list)
                : null;
    }

    private ColumnBuilder map(Column column, Schema schema, Field field, ListStorage storage) {
        StructStorage entries = (StructStorage) storage.elements();
        List<Field> fields = field.getChildren().get(0).getChildren();
        String path = column.path() + ".key";
        Schema keySchema = schema.keySchema();
        ColumnBuilder key =
                column(path, keySchema, fields.get(0), entries.children().get(0));
        ColumnBuilder required = keySchema.isOptional()
                ? new RequiredColumn(new Column(path, Column.of(path, keySchema).kind(), false), key)
                : key;
        ColumnBuilder value = column(
                column.path() + ".value",
                schema.valueSchema(),
                fields.get(1),
                entries.children().get(1));
        return new MapColumn(column, required, value, storage, entries);
    }

    private @Nullable ColumnBuilder composite(Column column, Schema schema, Field field, ColumnStorage storage) {
        if (storage instanceof StructStorage struct) {
            return struct(column, schema, field.getChildren(), struct);
        }
        if (storage instanceof UnionStorage union) {
            String prefix = column.path() + ".";
            ColumnBuilder[] children = children(prefix, schema, field.getChildren(), union.children());
            return new UnionColumn(column, schema, children, union);
        }
        return storage instanceof VariableStorage text
                ? new ConvertedColumn(column, ConvertedColumn::decimalText, new ScalarColumn.Utf8(column, text))
                : null;
    }

    private static @Nullable ColumnBuilder fixed(Column column, Schema schema, ArrowType type, FixedStorage storage) {
        return switch (schema.type()) {
            case INT8 -> storage.width() == Byte.BYTES ? new ScalarColumn.Int8(column, storage) : null;
            case INT16 ->
                storage.width() == Byte.BYTES
                        ? new NarrowColumn.UInt8(column, storage)
                        : new ScalarColumn.Int16(column, storage);
            case INT32 -> int32(column, schema, type, storage);
            case INT64 -> int64(column, schema, type, storage);
            case FLOAT32 ->
                storage.width() == Short.BYTES
                        ? new NarrowColumn.Float16Bits(column, storage)
                        : new ScalarColumn.Float32(column, storage);
            case FLOAT64 -> new ScalarColumn.Float64(column, storage);
            case BOOLEAN -> new NarrowColumn.Bool8(column, storage);
            case STRING -> string(column, type, storage);
            case BYTES -> bytes(column, type, storage);
            case STRUCT -> struct(column, type, storage);
            case ARRAY, MAP -> null;
        };
    }

    private static @Nullable ColumnBuilder int32(Column column, Schema schema, ArrowType type, FixedStorage storage) {
        LogicalValue logical = LogicalValue.of(schema);
        return switch (type.getTypeID()) {
            case Int ->
                storage.width() == Short.BYTES
                        ? new NarrowColumn.UInt16(column, storage)
                        : new ScalarColumn.Int32(column, storage);
            case Date -> {
                if (logical != LogicalValue.DATE) {
                    yield storage.width() == Integer.BYTES ? new ScalarColumn.Int32(column, storage) : null;
                }
                yield storage.width() == Integer.BYTES
                        ? new ScalarColumn.Day(column, storage)
                        : new TemporalColumn.DayInMillis(column, storage);
            }
            case Time -> {
                boolean isSeconds = ((ArrowType.Time) type).getUnit() == org.apache.arrow.vector.types.TimeUnit.SECOND;
                if (logical != LogicalValue.TIME) {
                    yield isSeconds
                            ? null
                            : new TemporalColumn.Millis(column, storage, (int) ScalarColumn.MS_PER_DAY - 1);
                }
                yield isSeconds
                        ? new TemporalColumn.SecondsOfDay(column, storage)
                        : new ScalarColumn.TimeOfDay(column, storage);
            }
            case Duration -> new ScalarColumn.LongOfInt32(column, storage);
            case Interval -> new ScalarColumn.Int32(column, storage);
            default -> null;
        };
    }

    private static @Nullable ColumnBuilder int64(Column column, Schema schema, ArrowType type, FixedStorage storage) {
        return switch (type.getTypeID()) {
            case Int ->
                storage.width() == Integer.BYTES
                        ? new NarrowColumn.UInt32(column, storage)
                        : new ScalarColumn.Int64(column, storage);
            case Duration -> new ScalarColumn.Int64(column, storage);
            case Time ->
                ((ArrowType.Time) type).getUnit() == org.apache.arrow.vector.types.TimeUnit.MICROSECOND
                        ? new TemporalColumn.Fine(column, storage, MICROS_PER_DAY - 1)
                        : new TemporalColumn.Fine(column, storage, NANOS_PER_DAY - 1);
            case Timestamp -> timestamp(column, schema, (ArrowType.Timestamp) type, storage);
            default -> null;
        };
    }

    private static ColumnBuilder timestamp(
            Column column, Schema schema, ArrowType.Timestamp type, FixedStorage storage) {
        boolean isDate = LogicalValue.of(schema) == LogicalValue.TIMESTAMP;
        return switch (type.getUnit()) {
            case SECOND -> new TemporalColumn.Seconds(column, storage);
            case MILLISECOND ->
                isDate ? new ScalarColumn.Instant(column, storage) : new ScalarColumn.Int64(column, storage);
            case MICROSECOND ->
                isDate
                        ? new TemporalColumn.Multiplied(column, storage, 1_000)
                        : new ScalarColumn.Int64(column, storage);
            case NANOSECOND ->
                isDate
                        ? new TemporalColumn.Multiplied(column, storage, 1_000_000)
                        : new ScalarColumn.Int64(column, storage);
        };
    }

    private static @Nullable ColumnBuilder string(Column column, ArrowType type, FixedStorage storage) {
        if (type instanceof ArrowType.Timestamp) {
            return new ConvertedColumn(column, ConvertedColumn::zonedMicros, new ScalarColumn.Int64(column, storage));
        }
        return storage.width() == TypeTable.UUID_BYTES
                ? new ConvertedColumn(column, ConvertedColumn::uuidBytes, new BytesColumn(column, storage))
                : null;
    }

    private static ColumnBuilder bytes(Column column, ArrowType type, FixedStorage storage) {
        if (type instanceof ArrowType.Decimal decimal) {
            return new DecimalColumn(column, decimal, storage);
        }
        return type instanceof ArrowType.Int
                ? new NarrowColumn.UInt64(column, storage)
                : new BytesColumn(column, storage);
    }

    private static @Nullable ColumnBuilder struct(Column column, ArrowType type, FixedStorage storage) {
        if (type instanceof ArrowType.Decimal decimal) {
            return new ConvertedColumn(column, ConvertedColumn::decimal, new DecimalColumn(column, decimal, storage));
        }
        return type instanceof ArrowType.Interval ? new IntervalColumn(column, storage) : null;
    }
}
