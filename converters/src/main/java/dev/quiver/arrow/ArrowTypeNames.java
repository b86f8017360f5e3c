/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.errors.DataException;

/**
 * Arrow types as text: {@code uint32}, {@code timestamp(us)}, {@code decimal128(10,2)}, {@code sparse_union(0,1)}. The
 * time zone of a timestamp and the sizes of fixed-size types are not part of it.
 */
final class ArrowTypeNames {
    private static final Map<String, ArrowType> BY_NAME = byName();
    private static final Map<ArrowType, String> NAMES = names();
    private static final Pattern DECIMAL = Pattern.compile("decimal(32|64|128|256)\\((\\d+),(-?\\d+)\\)");
    private static final Pattern UNION = Pattern.compile("(sparse|dense)_union\\(((?:-?\\d+(?:,-?\\d+)*)?)\\)");

    private ArrowTypeNames() {}

    private static Map<String, ArrowType> byName() {
        Map<String, ArrowType> types = new HashMap<>();
        types.put("null", ArrowType.Null.INSTANCE);
        types.put("bool", ArrowType.Bool.INSTANCE);
        for (int width : new int[] {8, 16, 32, 64}) {
            types.put("int" + width, new ArrowType.Int(width, true));
            types.put("uint" + width, new ArrowType.Int(width, false));
        }
        types.put("float16", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
        types.put("float32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
        types.put("float64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        types.put("utf8", ArrowType.Utf8.INSTANCE);
        types.put("large_utf8", ArrowType.LargeUtf8.INSTANCE);
        types.put("utf8_view", ArrowType.Utf8View.INSTANCE);
        types.put("binary", ArrowType.Binary.INSTANCE);
        types.put("large_binary", ArrowType.LargeBinary.INSTANCE);
        types.put("binary_view", ArrowType.BinaryView.INSTANCE);
        types.put("list", ArrowType.List.INSTANCE);
        types.put("large_list", ArrowType.LargeList.INSTANCE);
        types.put("list_view", ArrowType.ListView.INSTANCE);
        types.put("large_list_view", ArrowType.LargeListView.INSTANCE);
        types.put("struct", ArrowType.Struct.INSTANCE);
        types.put("map", new ArrowType.Map(false));
        types.put("map(sorted)", new ArrowType.Map(true));
        types.put("date32", new ArrowType.Date(DateUnit.DAY));
        types.put("date64", new ArrowType.Date(DateUnit.MILLISECOND));
        types.put("interval(year_month)", new ArrowType.Interval(IntervalUnit.YEAR_MONTH));
        types.put("interval(day_time)", new ArrowType.Interval(IntervalUnit.DAY_TIME));
        types.put("interval(month_day_nano)", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO));
        for (TimeUnit unit : TimeUnit.values()) {
            int bits = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND ? Integer.SIZE : Long.SIZE;
            types.put("time(" + symbol(unit) + ")", new ArrowType.Time(unit, bits));
            types.put("timestamp(" + symbol(unit) + ")", new ArrowType.Timestamp(unit, null));
            types.put("duration(" + symbol(unit) + ")", new ArrowType.Duration(unit));
        }
        return Map.copyOf(types);
    }

    private static Map<ArrowType, String> names() {
        Map<ArrowType, String> names = new HashMap<>();
        BY_NAME.forEach((name, type) -> names.put(type, name));
        return Map.copyOf(names);
    }

    private static String symbol(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> "s";
            case MILLISECOND -> "ms";
            case MICROSECOND -> "us";
            case NANOSECOND -> "ns";
        };
    }

    /** The text for {@code type}, without time zone and sizes. */
    static String name(ArrowType type) {
        if (type instanceof ArrowType.Decimal decimal) {
            return "decimal" + decimal.getBitWidth() + "(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        if (type instanceof ArrowType.Union union) {
            int[] identifiers = union.getTypeIds() == null ? new int[0] : union.getTypeIds();
            String list = Arrays.stream(identifiers).mapToObj(Integer::toString).collect(Collectors.joining(","));
            return union.getMode().name().toLowerCase(Locale.ROOT) + "_union(" + list + ")";
        }
        ArrowType plain =
                type instanceof ArrowType.Timestamp stamp ? new ArrowType.Timestamp(stamp.getUnit(), null) : type;
        String name = NAMES.get(plain);
        if (name == null) {
            throw new DataException("Arrow type " + type + " is not known");
        }
        return name;
    }

    /**
     * The type that {@code text} stands for; a timestamp has no time zone.
     *
     * @throws DataException if it stands for none; the message names {@code path}
     */
    static ArrowType parse(String path, String text) {
        ArrowType type = BY_NAME.get(text);
        if (type != null) {
            return type;
        }
        try {
            Matcher decimal = DECIMAL.matcher(text);
            if (decimal.matches()) {
                return new ArrowType.Decimal(
                        Integer.parseInt(decimal.group(2)),
                        Integer.parseInt(decimal.group(3)),
                        Integer.parseInt(decimal.group(1)));
            }
            Matcher union = UNION.matcher(text);
            if (union.matches()) {
                int[] identifiers = union.group(2).isEmpty()
                        ? new int[0]
                        : Arrays.stream(union.group(2).split(",", -1))
                                .mapToInt(Integer::parseInt)
                                .toArray();
                return new ArrowType.Union(
                        union.group(1).equals("dense") ? UnionMode.Dense : UnionMode.Sparse, identifiers);
            }
        } catch (NumberFormatException e) {
            throw new DataException("column '" + path + "': schema parameter arrow.type is not a type: " + text, e);
        }
        throw new DataException("column '" + path + "': schema parameter arrow.type is not a type: " + text);
    }
}
