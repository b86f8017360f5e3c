/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.math.BigInteger;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Which Parquet type each Arrow type without children becomes. Decimals get the smallest physical type that holds their
 * precision; for those of more than 38 digits there is a choice. Seconds become milliseconds and
 * dates of milliseconds days; durations become plain integers, months likewise, and intervals with
 * days byte strings as Arrow has them. The Arrow schema in the footer tells what they were.
 */
final class LeafTypes {
    private static final String EXTENSION_NAME = "ARROW:extension:name";
    private static final int UUID_BYTES = 16;
    private static final int HALF_FLOAT_BYTES = 2;
    private static final int INT32_DIGITS = 9;
    private static final int INT64_DIGITS = 18;
    /** More digits than these few readers take. */
    private static final int COMMON_DIGITS = 38;

    private LeafTypes() {}

    /** The type of {@code field}, whose place in the schema is {@code path}. */
    static Type leaf(String path, Repetition repetition, Field field, WideDecimals wideDecimals) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Int -> integer((ArrowType.Int) type, repetition, field.getName());
            case FloatingPoint -> floating((ArrowType.FloatingPoint) type, repetition, field.getName());
            case Bool -> annotated(PrimitiveTypeName.BOOLEAN, null, repetition, field.getName());
            case Utf8, LargeUtf8, Utf8View ->
                annotated(PrimitiveTypeName.BINARY, text(field), repetition, field.getName());
            case Binary, LargeBinary, BinaryView ->
                annotated(PrimitiveTypeName.BINARY, null, repetition, field.getName());
            case FixedSizeBinary -> fixedBytes(path, repetition, field);
            case Decimal -> decimal(path, repetition, field, wideDecimals);
            case Date ->
                annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType(), repetition, field.getName());
            case Time -> time((ArrowType.Time) type, repetition, field.getName());
            case Timestamp -> timestamp((ArrowType.Timestamp) type, repetition, field.getName());
            case Duration -> annotated(PrimitiveTypeName.INT64, null, repetition, field.getName());
            case Interval -> interval((ArrowType.Interval) type, repetition, field.getName());
            case Null ->
                annotated(PrimitiveTypeName.INT32, LogicalTypeAnnotation.unknownType(), repetition, field.getName());
            default -> throw noForm(path, type);
        };
    }

    private static IllegalArgumentException noForm(String path, ArrowType type) {
        return new IllegalArgumentException("column '" + path + "': Arrow type " + type + " has no Parquet form here");
    }

    private static Type annotated(
            PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical, Repetition repetition, String name) {
        return Types.primitive(physical, repetition).as(logical).named(name);
    }

    private static boolean isExtension(Field field, String name) {
        return name.equals(field.getMetadata().get(EXTENSION_NAME));
    }

    private static LogicalTypeAnnotation text(Field field) {
        return isExtension(field, "arrow.json") ? LogicalTypeAnnotation.jsonType() : LogicalTypeAnnotation.stringType();
    }

    private static Type integer(ArrowType.Int type, Repetition repetition, String name) {
        int bits = type.getBitWidth();
        boolean plain = type.getIsSigned() && bits >= Integer.SIZE;
        return annotated(
                bits == Long.SIZE ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32,
                plain ? null : LogicalTypeAnnotation.intType(bits, type.getIsSigned()),
                repetition,
                name);
    }

    private static Type floating(ArrowType.FloatingPoint type, Repetition repetition, String name) {
        return switch (type.getPrecision()) {
            case HALF ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(HALF_FLOAT_BYTES)
                        .as(LogicalTypeAnnotation.float16Type())
                        .named(name);
            case SINGLE -> annotated(PrimitiveTypeName.FLOAT, null, repetition, name);
            case DOUBLE -> annotated(PrimitiveTypeName.DOUBLE, null, repetition, name);
        };
    }

    private static Type fixedBytes(String path, Repetition repetition, Field field) {
        int width = ((ArrowType.FixedSizeBinary) field.getType()).getByteWidth();
        if (width == 0) {
            throw noForm(path, field.getType());
        }
        boolean uuid = width == UUID_BYTES && isExtension(field, "arrow.uuid");
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(width)
                .as(uuid ? LogicalTypeAnnotation.uuidType() : null)
                .named(field.getName());
    }

    private static Type decimal(String path, Repetition repetition, Field field, WideDecimals wideDecimals) {
        ArrowType.Decimal type = (ArrowType.Decimal) field.getType();
        String name = field.getName();
        int precision = type.getPrecision();
        if (type.getScale() < 0 || type.getScale() > precision) {
            throw noForm(path, type);
        }
        if (isText(type, wideDecimals)) {
            return annotated(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType(), repetition, name);
        }
        if (precision > COMMON_DIGITS && wideDecimals == WideDecimals.REFUSE) {
            throw new IllegalArgumentException("column '" + path + "': decimals of " + precision
                    + " digits are refused, " + COMMON_DIGITS + " are the most that most readers take");
        }
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.getScale(), precision);
        if (precision <= INT64_DIGITS) {
            PrimitiveTypeName physical = precision <= INT32_DIGITS ? PrimitiveTypeName.INT32 : PrimitiveTypeName.INT64;
            return annotated(physical, annotation, repetition, name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(precision))
                .as(annotation)
                .named(name);
    }

    /** Whether decimals of {@code type} are stored as text. */
    static boolean isText(ArrowType.Decimal type, WideDecimals wideDecimals) {
        return type.getPrecision() > COMMON_DIGITS && wideDecimals == WideDecimals.TEXT;
    }

    private static int intervalBytes(ArrowType.Interval type) {
        return switch (type.getUnit()) {
            case YEAR_MONTH -> Integer.BYTES;
            case DAY_TIME -> 2 * Integer.BYTES;
            case MONTH_DAY_NANO -> 2 * Integer.BYTES + Long.BYTES;
        };
    }

    private static Type interval(ArrowType.Interval type, Repetition repetition, String name) {
        int width = intervalBytes(type);
        return width == Integer.BYTES
                ? annotated(PrimitiveTypeName.INT32, null, repetition, name)
                : Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(width)
                        .named(name);
    }

    /** The fewest bytes whose two's complement holds every number of {@code precision} digits. */
    static int decimalBytes(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE).bitLength() / Byte.SIZE + 1;
    }

    private static Type time(ArrowType.Time type, Repetition repetition, String name) {
        return switch (type.getUnit()) {
            case SECOND, MILLISECOND ->
                annotated(
                        PrimitiveTypeName.INT32,
                        LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS),
                        repetition,
                        name);
            case MICROSECOND ->
                annotated(
                        PrimitiveTypeName.INT64,
                        LogicalTypeAnnotation.timeType(false, TimeUnit.MICROS),
                        repetition,
                        name);
            case NANOSECOND ->
                annotated(
                        PrimitiveTypeName.INT64,
                        LogicalTypeAnnotation.timeType(false, TimeUnit.NANOS),
                        repetition,
                        name);
        };
    }

    private static Type timestamp(ArrowType.Timestamp type, Repetition repetition, String name) {
        TimeUnit unit = switch (type.getUnit()) {
            case SECOND, MILLISECOND -> TimeUnit.MILLIS;
            case MICROSECOND -> TimeUnit.MICROS;
            case NANOSECOND -> TimeUnit.NANOS;
        };
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.timestampType(type.getTimezone() != null, unit);
        return annotated(PrimitiveTypeName.INT64, annotation, repetition, name);
    }
}
