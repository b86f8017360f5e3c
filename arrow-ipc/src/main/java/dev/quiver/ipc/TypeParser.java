/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.HashSet;
import java.util.Set;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;

/** Reads the types of fields; refuses those that the format knows but nobody can hold, and those it does not know. */
final class TypeParser {
    private static final int TYPE_ID_LIMIT = 128;
    private static final ArrowTypeID[] BY_CODE = byCode();

    private TypeParser() {}

    private static ArrowTypeID[] byCode() {
        ArrowTypeID[] ids = new ArrowTypeID[ArrowTypeID.values().length];
        for (ArrowTypeID id : ArrowTypeID.values()) {
            ids[id.getFlatbufID()] = id;
        }
        return ids;
    }

    /** The kind of type with number {@code code} in the format. */
    static ArrowTypeID id(FlatTable field, int code) {
        if (code <= 0 || code >= BY_CODE.length) {
            throw field.malformed("type " + code + " is unknown");
        }
        return BY_CODE[code];
    }

    /** The type of kind {@code id} that {@code table} details, of a field with {@code childCount} children. */
    static ArrowType parse(ArrowTypeID id, FlatTable table, int childCount) {
        return switch (id) {
            case Null -> ArrowType.Null.INSTANCE;
            case Bool -> ArrowType.Bool.INSTANCE;
            case Utf8 -> ArrowType.Utf8.INSTANCE;
            case LargeUtf8 -> ArrowType.LargeUtf8.INSTANCE;
            case Utf8View -> ArrowType.Utf8View.INSTANCE;
            case Binary -> ArrowType.Binary.INSTANCE;
            case LargeBinary -> ArrowType.LargeBinary.INSTANCE;
            case BinaryView -> ArrowType.BinaryView.INSTANCE;
            case Struct -> ArrowType.Struct.INSTANCE;
            case List -> ArrowType.List.INSTANCE;
            case LargeList -> ArrowType.LargeList.INSTANCE;
            case ListView -> ArrowType.ListView.INSTANCE;
            case LargeListView -> ArrowType.LargeListView.INSTANCE;
            case RunEndEncoded -> ArrowType.RunEndEncoded.INSTANCE;
            case Map -> new ArrowType.Map(table.isTrue(0));
            case Int -> integer(table);
            case FloatingPoint ->
                new ArrowType.FloatingPoint(
                        of(FloatingPointPrecision.values(), table.shortAt(0, 0), table, "precision"));
            case FixedSizeBinary -> new ArrowType.FixedSizeBinary(size(table, 1));
            case FixedSizeList -> new ArrowType.FixedSizeList(size(table, 0));
            case Decimal -> decimal(table);
            case Date -> new ArrowType.Date(of(DateUnit.values(), table.shortAt(0, 1), table, "date unit"));
            case Time -> time(table);
            case Timestamp -> new ArrowType.Timestamp(timeUnit(table, 0), table.has(1) ? table.text(1) : null);
            case Interval ->
                new ArrowType.Interval(of(IntervalUnit.values(), table.shortAt(0, 0), table, "interval unit"));
            case Duration -> new ArrowType.Duration(timeUnit(table, 1));
            case Union -> union(table, childCount);
            case NONE -> throw table.malformed("it has no type");
        };
    }

    /** An integer type. */
    static ArrowType.Int integer(FlatTable table) {
        int bits = table.intAt(0, 0);
        if (bits != 8 && bits != 16 && bits != 32 && bits != 64) {
            throw table.malformed("an integer of " + bits + " bits is unsupported");
        }
        return new ArrowType.Int(bits, table.isTrue(1));
    }

    private static ArrowType decimal(FlatTable table) {
        int precision = table.intAt(0, 0);
        int scale = table.intAt(1, 0);
        int bits = table.intAt(2, 128);
        int precisionMax = switch (bits) {
            case 32 -> 9;
            case 64 -> 18;
            case 128 -> 38;
            case 256 -> 76;
            default -> throw table.malformed("a decimal of " + bits + " bits is unsupported");
        };
        if (precision < 1 || precision > precisionMax) {
            throw table.malformed(
                    "a decimal of " + bits + " bits has 1 to " + precisionMax + " digits, not " + precision);
        }
        // Neither Parquet nor DuckDB has others, and DuckDB ends the process when it prints them.
        if (scale < 0 || scale > precision) {
            throw table.malformed(
                    "a decimal of " + precision + " digits has a scale of 0 to " + precision + ", not " + scale);
        }
        return new ArrowType.Decimal(precision, scale, bits);
    }

    private static ArrowType time(FlatTable table) {
        TimeUnit unit = timeUnit(table, 1);
        int bits = table.intAt(1, 32);
        boolean coarse = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND;
        if (bits != (coarse ? 32 : 64)) {
            throw table.malformed("a time of " + bits + " bits cannot count in " + unit);
        }
        return new ArrowType.Time(unit, bits);
    }

    private static TimeUnit timeUnit(FlatTable table, int absent) {
        return of(TimeUnit.values(), table.shortAt(0, absent), table, "time unit");
    }

    private static int size(FlatTable table, int min) {
        int size = table.intAt(0, 0);
        if (size < min) {
            throw table.malformed("a size of " + size + " is below " + min);
        }
        return size;
    }

    private static ArrowType union(FlatTable table, int childCount) {
        UnionMode mode = of(UnionMode.values(), table.shortAt(0, 0), table, "union mode");
        int[] ids = new int[childCount];
        if (childCount > TYPE_ID_LIMIT) {
            throw table.malformed("a union of " + childCount + " children, the limit is " + TYPE_ID_LIMIT);
        }
        FlatTable.Vector given = table.vector(1, Integer.BYTES, "type ids");
        if (given.count() != (table.has(1) ? childCount : 0)) {
            throw table.malformed("a union of " + childCount + " children has " + given.count() + " type ids");
        }
        Set<Integer> distinct = new HashSet<>();
        for (int child = 0; child < childCount; child++) {
            ids[child] =
                    table.has(1) ? LittleEndian.intAt(table.bytes(), given.position() + child * Integer.BYTES) : child;
            if (ids[child] < 0 || ids[child] >= TYPE_ID_LIMIT || !distinct.add(ids[child])) {
                throw table.malformed("a union has the type id " + ids[child] + " twice or outside 0 to 127");
            }
        }
        return new ArrowType.Union(mode, ids);
    }

    private static <T> T of(T[] constants, int code, FlatTable table, String what) {
        if (code < 0 || code >= constants.length) {
            throw table.malformed(what + " " + code + " is unknown");
        }
        return constants[code];
    }
}
