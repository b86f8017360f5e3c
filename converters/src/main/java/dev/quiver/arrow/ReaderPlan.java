/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.HeapColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
            return new NestedReaders.Runs(reader(path, schema, field.getChildren().get(1)));
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
        return switch (schema.type()) {
            case BOOLEAN -> type instanceof ArrowType.Bool ? LeafReaders::bits : LeafReaders::bytesAsBooleans;
            case INT8, INT16 -> integer(schema, type);
            case INT32 -> LogicalValue.of(schema) == LogicalValue.NONE ? integer(schema, type) : day(schema, type);
            case INT64 ->
                LogicalValue.of(schema) == LogicalValue.TIMESTAMP ? instant(type) : number(schema, type);
            case FLOAT32 -> Storages.width(type) == Short.BYTES ? LeafReaders::float16 : LeafReaders::float32;
            case FLOAT64 -> LeafReaders::float64;
            case STRING -> string(type);
            case BYTES -> bytes(column, schema, type);
            case STRUCT -> struct(column, schema, type);
            case ARRAY, MAP -> null;
        };
    }

    private static Leaf integer(Schema schema, ArrowType type) {
        if (type instanceof ArrowType.Int number && !number.getIsSigned()) {
            return column -> LeafReaders.integers(IntegerAccess.unsigned(column), schema.type());
        }
        return Storages.width(type) == Integer.BYTES && schema.type() == Schema.Type.INT32
                ? LeafReaders::int32
                : column -> LeafReaders.integers(IntegerAccess.signed(column), schema.type());
    }

    private static Leaf number(Schema schema, ArrowType type) {
        boolean isSeconds = type instanceof ArrowType.Timestamp timestamp
                && timestamp.getUnit() == org.apache.arrow.vector.types.TimeUnit.SECOND;
        if (isSeconds) {
            return column -> {
                IntegerAccess seconds = IntegerAccess.signed(column);
                return index -> Math.multiplyExact(seconds.at(index), 1_000L);
            };
        }
        return Storages.width(type) == Long.BYTES ? LeafReaders::int64 : integer(schema, type);
    }

    /** Connect's Date or Time. */
    private static Leaf day(Schema schema, ArrowType type) {
        boolean isDay = Storages.width(type) == Integer.BYTES;
        boolean isSeconds = type instanceof ArrowType.Time time
                && time.getUnit() == org.apache.arrow.vector.types.TimeUnit.SECOND;
        long perDay = isDay ? ScalarColumn.MS_PER_DAY : 1;
        long multiplier = LogicalValue.of(schema) == LogicalValue.DATE ? perDay : isSeconds ? 1_000 : 1;
        return column -> LeafReaders.dates(IntegerAccess.signed(column), multiplier, 1);
    }

    /** Connect's Timestamp. */
    private static @Nullable Leaf instant(ArrowType type) {
        if (!(type instanceof ArrowType.Timestamp timestamp)) {
            return null;
        }
        return switch (timestamp.getUnit()) {
            case SECOND -> column -> LeafReaders.dates(IntegerAccess.signed(column), 1_000, 1);
            case MILLISECOND -> column -> LeafReaders.dates(IntegerAccess.signed(column), 1, 1);
            case MICROSECOND ->
                column ->
                        LeafReaders.dates(IntegerAccess.signed(column), 1, TimeUnit.MILLISECONDS.toMicros(1));
            case NANOSECOND ->
                column -> LeafReaders.dates(IntegerAccess.signed(column), 1, TimeUnit.MILLISECONDS.toNanos(1));
        };
    }

    private static @Nullable Leaf string(ArrowType type) {
        return switch (type.getTypeID()) {
            case Utf8, LargeUtf8, Utf8View -> LeafReaders::text;
            case Timestamp -> LeafReaders::zonedText;
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

    private static @Nullable Leaf struct(Column column, Schema schema, ArrowType type) {
        return switch (type.getTypeID()) {
            case Interval -> source -> LeafReaders.intervals(source, schema);
            case Decimal -> {
                int scale = ((ArrowType.Decimal) type).getScale();
                yield source -> LeafReaders.variableScale(LeafReaders.decimals(column, source, scale), schema);
            }
            case Utf8 -> source -> LeafReaders.variableScale(LeafReaders.text(source), schema);
            default -> null;
        };
    }
}
