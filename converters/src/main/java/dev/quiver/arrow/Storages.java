/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Chooses where the values of each field wait. */
final class Storages {
    private static final int MONTH_DAY_NANO_BYTES = 16;

    private Storages() {}

    /** The storage for rows of {@code schema}. */
    static StructStorage rows(Schema schema) {
        return new StructStorage(children(schema.getFields()));
    }

    private static List<ColumnStorage> children(List<Field> fields) {
        return fields.stream().map(Storages::of).toList();
    }

    private static ColumnStorage of(Field field) {
        ColumnStorage values = values(field);
        return field.getDictionary() == null ? values : new DictionaryStorage(values, field.getDictionary());
    }

    private static ColumnStorage values(Field field) {
        ArrowType type = field.getType();
        List<Field> children = field.getChildren();
        ColumnLayout layout = ColumnLayout.of(type);
        return switch (layout) {
            case NULL -> new NullStorage();
            case BITS -> new BitStorage();
            case FIXED -> new FixedStorage(width(type));
            case VARIABLE, LARGE_VARIABLE, VIEW -> new VariableStorage(layout);
            case LIST, LARGE_LIST, LIST_VIEW, LARGE_LIST_VIEW -> new ListStorage(layout, of(children.get(0)));
            case FIXED_LIST ->
                new FixedListStorage(((ArrowType.FixedSizeList) type).getListSize(), of(children.get(0)));
            case STRUCT -> new StructStorage(children(children));
            case SPARSE_UNION, DENSE_UNION -> new UnionStorage((ArrowType.Union) type, children(children));
            case RUN_END ->
                new RunEndStorage(
                        of(children.get(1)),
                        width(children.get(0).getType()),
                        children.get(1).isNullable());
        };
    }

    /** Bytes of each value of {@code type}. */
    static int width(ArrowType type) {
        return switch (type.getTypeID()) {
            case Int -> ((ArrowType.Int) type).getBitWidth() / Byte.SIZE;
            case FloatingPoint -> width(((ArrowType.FloatingPoint) type).getPrecision());
            case FixedSizeBinary -> ((ArrowType.FixedSizeBinary) type).getByteWidth();
            case Decimal -> ((ArrowType.Decimal) type).getBitWidth() / Byte.SIZE;
            case Date ->
                switch (((ArrowType.Date) type).getUnit()) {
                    case DAY -> Integer.BYTES;
                    case MILLISECOND -> Long.BYTES;
                };
            case Time -> ((ArrowType.Time) type).getBitWidth() / Byte.SIZE;
            case Timestamp, Duration -> Long.BYTES;
            case Interval -> width(((ArrowType.Interval) type).getUnit());
            default -> throw new IllegalArgumentException("values of " + type + " have no width");
        };
    }

    private static int width(FloatingPointPrecision precision) {
        return switch (precision) {
            case HALF -> Short.BYTES;
            case SINGLE -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
        };
    }

    private static int width(IntervalUnit unit) {
        return switch (unit) {
            case YEAR_MONTH -> Integer.BYTES;
            case DAY_TIME -> Long.BYTES;
            case MONTH_DAY_NANO -> MONTH_DAY_NANO_BYTES;
        };
    }
}
