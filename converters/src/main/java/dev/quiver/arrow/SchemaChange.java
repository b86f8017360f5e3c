/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What lies between two schemas of rows: whether those of the first may go where those of the second go. Columns are
 * matched by name; metadata and the order of columns make no difference.
 */
public enum SchemaChange {
    /** The same columns. */
    SAME,
    /** Every value of the first schema is one of the second, which has wider types or more columns that may be null. */
    WIDENING,
    /** Some value of the first schema has no place in the second, or some column of the second no value. */
    INCOMPATIBLE;

    private static final int FLOAT_BITS = 24;
    private static final int DOUBLE_BITS = 53;

    /** What lies between rows of {@code from} and rows of {@code to}. */
    public static SchemaChange between(Schema from, Schema to) {
        return fields(from.getFields(), to.getFields());
    }

    private SchemaChange and(SchemaChange other) {
        return compareTo(other) >= 0 ? this : other;
    }

    private static SchemaChange fields(List<Field> from, List<Field> to) {
        SchemaChange change = SAME;
        for (Field target : to) {
            Field source = named(from, target.getName());
            if (source != null) {
                change = change.and(field(source, target));
            } else {
                change = change.and(target.isNullable() ? WIDENING : INCOMPATIBLE);
            }
        }
        for (Field source : from) {
            if (named(to, source.getName()) == null) {
                return INCOMPATIBLE;
            }
        }
        return change;
    }

    private static @Nullable Field named(List<Field> fields, String name) {
        for (Field field : fields) {
            if (name.equals(field.getName())) {
                return field;
            }
        }
        return null;
    }

    private static SchemaChange field(Field from, Field to) {
        if (from.isNullable() && !to.isNullable()) {
            return INCOMPATIBLE;
        }
        SchemaChange nullability = from.isNullable() == to.isNullable() ? SAME : WIDENING;
        return nullability.and(type(from, to));
    }

    private static SchemaChange type(Field from, Field to) {
        ArrowType source = from.getType();
        ArrowType target = to.getType();
        boolean isList = isList(source) && isList(target);
        if (!source.equals(target) && !isList) {
            return isWider(source, target) ? WIDENING : INCOMPATIBLE;
        }
        if (target instanceof ArrowType.Struct || target instanceof ArrowType.Union) {
            return fields(from.getChildren(), to.getChildren());
        }
        if (target instanceof ArrowType.Map) {
            return entries(from.getChildren().get(0), to.getChildren().get(0));
        }
        SchemaChange change = source.equals(target) ? SAME : listChange(target);
        for (int child = 0; child < from.getChildren().size(); child++) {
            change = change.and(
                    field(from.getChildren().get(child), to.getChildren().get(child)));
        }
        return change;
    }

    /** What lies between two maps' entries, whose fields may have any names. */
    private static SchemaChange entries(Field from, Field to) {
        SchemaChange key = field(from.getChildren().get(0), to.getChildren().get(0));
        return key.and(field(from.getChildren().get(1), to.getChildren().get(1)));
    }

    private static boolean isList(ArrowType type) {
        return switch (ColumnLayout.of(type)) {
            case LIST, LARGE_LIST, LIST_VIEW, LARGE_LIST_VIEW, FIXED_LIST -> !(type instanceof ArrowType.Map);
            default -> false;
        };
    }

    private static SchemaChange listChange(ArrowType target) {
        return target instanceof ArrowType.FixedSizeList ? INCOMPATIBLE : WIDENING;
    }

    private static boolean isWider(ArrowType from, ArrowType to) {
        if (from instanceof ArrowType.Null) {
            return true;
        }
        return switch (to.getTypeID()) {
            case Int -> from instanceof ArrowType.Int source && holds((ArrowType.Int) to, source);
            case FloatingPoint -> holds(((ArrowType.FloatingPoint) to).getPrecision(), from);
            case Decimal -> holds((ArrowType.Decimal) to, from);
            case Time ->
                from instanceof ArrowType.Time source
                        && source.getUnit().compareTo(((ArrowType.Time) to).getUnit()) < 0;
            case Utf8, LargeUtf8, Utf8View -> isText(from);
            case Binary, LargeBinary, BinaryView -> from instanceof ArrowType.FixedSizeBinary || isBytes(from);
            default -> false;
        };
    }

    private static boolean isText(ArrowType type) {
        return type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Utf8View;
    }

    private static boolean isBytes(ArrowType type) {
        return type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary
                || type instanceof ArrowType.BinaryView;
    }

    private static boolean holds(ArrowType.Int to, ArrowType.Int from) {
        if (from.getIsSigned() == to.getIsSigned()) {
            return from.getBitWidth() <= to.getBitWidth();
        }
        return to.getIsSigned() && from.getBitWidth() < to.getBitWidth();
    }

    private static boolean holds(FloatingPointPrecision to, ArrowType from) {
        if (from instanceof ArrowType.FloatingPoint source) {
            return source.getPrecision().compareTo(to) <= 0;
        }
        int bits = to == FloatingPointPrecision.DOUBLE ? DOUBLE_BITS : FLOAT_BITS;
        return from instanceof ArrowType.Int source
                && to != FloatingPointPrecision.HALF
                && source.getBitWidth() <= bits;
    }

    private static boolean holds(ArrowType.Decimal to, ArrowType from) {
        int whole = to.getPrecision() - to.getScale();
        if (from instanceof ArrowType.Decimal source) {
            return source.getScale() <= to.getScale() && source.getPrecision() - source.getScale() <= whole;
        }
        return from instanceof ArrowType.Int source && to.getScale() >= 0 && digits(source) <= whole;
    }

    /** Digits of the largest number. */
    private static int digits(ArrowType.Int type) {
        return switch (type.getBitWidth()) {
            case Byte.SIZE -> 3;
            case Short.SIZE -> 5;
            case Integer.SIZE -> 10;
            default -> type.getIsSigned() ? 19 : 20;
        };
    }
}
