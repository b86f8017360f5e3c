/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.HeapColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the reader for each field of a schema in message format, once. The Connect schema must be the one that
 * {@link ConnectSchemas} made of it.
 */
final class ReaderPlan {
    private ReaderPlan() {}

    /** How the values of a column that are not null are read. */
    private interface Leaf {
        ColumnReader.Bound bind(HeapColumn column);
    }

    /** The reader of rows of {@code schema}, whose columns are {@code fields}. */
    static NestedReaders.Structs rows(Schema schema, List<Field> fields) {
        return new NestedReaders.Structs(schema, fields("", schema, fields));
    }

    private static List<ColumnReader> fields(String prefix, Schema schema, List<Field> fields) {
        List<ColumnReader> readers = new ArrayList<>(fields.size());
        for (int index = 0; index < fields.size(); index++) {
            org.apache.kafka.connect.data.Field field = schema.fields().get(index);
            readers.add(reader(prefix + field.name(), field.schema(), fields.get(index)));
        }
        return readers;
    }

    /** The reader of values of {@code schema} that are stored as {@code field} says. */
    static ColumnReader reader(String path, Schema schema, Field field) {
        if (field.getDictionary() != null) {
            ColumnReader values = new NestedReaders.DictionaryValues(field, ofValues(path, schema, field));
            return ColumnReader.ofPresent(values);
        }
        return ofValues(path, schema, field);
    }

    private static ColumnReader ofValues(String path, Schema schema, Field field) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.RunEndEncoded) {
            return new NestedReaders.Runs(
                    reader(path, schema, field.getChildren().get(1)));
        }
        if (type instanceof ArrowType.Null) {
            return (column, dictionaries) -> index -> null;
        }
        ColumnReader nested = nested(path, schema, field);
        if (nested != null) {
            return type instanceof ArrowType.Union ? nested : ColumnReader.ofPresent(nested);
        }
        Leaf leaf = leaf(new Column(path, schema.type().name(), schema.isOptional()), schema, type);
        if (leaf == null) {
            throw new DataException(
                    "column '" + path + "': Arrow type " + type + " cannot be read as " + schema.type());
        }
        return ColumnReader.ofPresent((column, dictionaries) -> leaf.bind(column));
    }

    private static @Nullable ColumnReader nested(String path, Schema schema, Field field) {
        List<Field> children = field.getChildren();
        return switch (field.getType().getTypeID()) {
            case List, LargeList, ListView, LargeListView ->
                new NestedReaders.Lists(reader(path + ".element", schema.valueSchema(), children.get(0)));
            case FixedSizeList ->
                new NestedReaders.FixedLists(reader(path + ".element", schema.valueSchema(), children.get(0)));
            case Map -> {
                List<Field> entry = children.get(0).getChildren();
                yield new NestedReaders.Maps(
                        Column.of(path, schema),
                        reader(path + ".key", schema.keySchema(), entry.get(0)),
                        reader(path + ".value", schema.valueSchema(), entry.get(1)));
            }
            case Struct -> new NestedReaders.Structs(schema, fields(path + ".", schema, children));
            case Union -> new NestedReaders.Unions(schema, fields(path + ".", schema, children));
            default -> null;
        };
    }

    private static @Nullable Leaf leaf(Column column, Schema schema, ArrowType type) {
        if (DerivedType.connectType(type) != schema.type()) {
            return ofOtherType(column, schema, type);
        }
        return switch (schema.type()) {
            case BOOLEAN -> LeafReaders::bits;
            case INT8, INT16 -> integer(column, schema, type);
            case INT32 ->
                LogicalValue.of(schema) == LogicalValue.NONE
                        ? integer(column, schema, type)
                        : day(column, schema, type);
            case INT64 ->
                LogicalValue.of(schema) == LogicalValue.TIMESTAMP
                        ? instant(column, type)
                        : number(column, schema, type);
            case FLOAT32 -> Storages.width(type) == Short.BYTES ? LeafReaders::float16 : LeafReaders::float32;
            case FLOAT64 -> LeafReaders::float64;
            case STRING -> LeafReaders::text;
            case BYTES -> bytes(column, schema, type);
            case STRUCT -> source -> LeafReaders.intervals(source, schema);
            case ARRAY, MAP -> null;
        };
    }

    /** What only metadata makes of a type: text of UUIDs and timestamps, booleans of bytes, structs of decimals. */
    private static @Nullable Leaf ofOtherType(Column column, Schema schema, ArrowType type) {
        return switch (schema.type()) {
            case STRING -> string(type);
            case BOOLEAN -> type.equals(new ArrowType.Int(Byte.SIZE, true)) ? LeafReaders::bytesAsBooleans : null;
            case INT32 -> type instanceof ArrowType.Duration ? integer(column, schema, type) : null;
            case STRUCT -> variableScale(column, schema, type);
            case INT8, INT16, INT64, FLOAT32, FLOAT64, BYTES, ARRAY, MAP -> null;
        };
    }

    private static @Nullable Leaf integer(Column column, Schema schema, ArrowType type) {
        if (type instanceof ArrowType.Date && Storages.width(type) == Long.BYTES) {
            return null;
        }
        if (type instanceof ArrowType.Int number && !number.getIsSigned()) {
            return source -> LeafReaders.integers(column, IntegerAccess.unsigned(source), schema.type());
        }
        return Storages.width(type) == Integer.BYTES
                ? LeafReaders::int32
                : source -> LeafReaders.integers(column, IntegerAccess.signed(source), schema.type());
    }

    private static @Nullable Leaf number(Column column, Schema schema, ArrowType type) {
        boolean isSeconds = type instanceof ArrowType.Timestamp timestamp
                && timestamp.getUnit() == org.apache.arrow.vector.types.TimeUnit.SECOND;
        if (isSeconds) {
            return source -> LeafReaders.seconds(column, IntegerAccess.signed(source));
        }
        return Storages.width(type) == Long.BYTES ? LeafReaders::int64 : integer(column, schema, type);
    }

    /** Connect's Date or Time. */
    private static Leaf day(Column column, Schema schema, ArrowType type) {
        boolean isSeconds =
                type instanceof ArrowType.Time time && time.getUnit() == org.apache.arrow.vector.types.TimeUnit.SECOND;
        boolean isDay = LogicalValue.of(schema) == LogicalValue.DATE && Storages.width(type) == Integer.BYTES;
        long multiplier = isDay ? ScalarColumn.MS_PER_DAY : isSeconds ? 1_000 : 1;
        return source -> LeafReaders.dates(column, IntegerAccess.signed(source), multiplier);
    }

    /** Connect's Timestamp. */
    private static @Nullable Leaf instant(Column column, ArrowType type) {
        if (!(type instanceof ArrowType.Timestamp timestamp)) {
            return null;
        }
        return switch (timestamp.getUnit()) {
            case SECOND -> source -> LeafReaders.dates(column, IntegerAccess.signed(source), 1_000);
            case MILLISECOND -> source -> LeafReaders.dates(column, IntegerAccess.signed(source), 1);
            case MICROSECOND -> source -> LeafReaders.truncatedDates(IntegerAccess.signed(source), 1_000);
            case NANOSECOND -> source -> LeafReaders.truncatedDates(IntegerAccess.signed(source), 1_000_000);
        };
    }

    private static @Nullable Leaf string(ArrowType type) {
        return switch (type.getTypeID()) {
            case Timestamp ->
                ((ArrowType.Timestamp) type).getUnit() == org.apache.arrow.vector.types.TimeUnit.MICROSECOND
                        ? LeafReaders::zonedText
                        : null;
            case FixedSizeBinary ->
                ((ArrowType.FixedSizeBinary) type).getByteWidth() == TypeTable.UUID_BYTES ? LeafReaders::uuids : null;
            default -> null;
        };
    }

    private static @Nullable Leaf bytes(Column column, Schema schema, ArrowType type) {
        boolean isDecimal = LogicalValue.of(schema) == LogicalValue.DECIMAL;
        return switch (type.getTypeID()) {
            case Binary, LargeBinary, BinaryView, FixedSizeBinary -> isDecimal ? null : LeafReaders::bytes;
            case Int -> isDecimal ? LeafReaders::unsignedLongs : null;
            case Decimal -> {
                int scale = Parameters.number(column.path(), schema, Decimal.SCALE_FIELD, 0);
                yield isDecimal ? source -> LeafReaders.decimals(column, source, scale) : null;
            }
            default -> null;
        };
    }

    private static @Nullable Leaf variableScale(Column column, Schema schema, ArrowType type) {
        return switch (type.getTypeID()) {
            case Decimal -> {
                int scale = ((ArrowType.Decimal) type).getScale();
                yield source -> LeafReaders.variableScale(column, LeafReaders.decimals(column, source, scale), schema);
            }
            case Utf8 -> source -> LeafReaders.variableScale(column, LeafReaders.text(source), schema);
            default -> null;
        };
    }
}
