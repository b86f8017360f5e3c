/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a leaf column become those of a vector.
 *
 * @param layout how the vector holds them
 * @param conversion of values of one width, null for byte strings
 */
record LeafPlan(Layout layout, @Nullable FixedConversion conversion) {
    /** How a vector holds its values. */
    enum Layout {
        /** All of one width. */
        FIXED,
        /** Booleans, one bit each. */
        BITS,
        /** Byte strings with offsets of 32 bits. */
        NARROW,
        /** Byte strings with offsets of 64 bits. */
        WIDE,
        /** Byte strings in views. */
        VIEW,
        /** Nothing but nulls. */
        NULLS
    }

    /** Whether the values are byte strings of any length. */
    boolean isBytes() {
        return layout == Layout.NARROW || layout == Layout.WIDE || layout == Layout.VIEW;
    }

    /** The plan for values of {@code node} in vectors of {@code type}, or null if that type cannot hold them. */
    static @Nullable LeafPlan of(ParquetNode node, ArrowType type) {
        return switch (type.getTypeID()) {
            case Null -> node.is(Annotation.Kind.UNKNOWN) ? new LeafPlan(Layout.NULLS, null) : null;
            case Bool -> node.physical() == PhysicalType.BOOLEAN ? fixed(Layout.BITS, FixedConversion.same(1)) : null;
            case Int -> integer(node, (ArrowType.Int) type);
            case FloatingPoint -> floating(node, (ArrowType.FloatingPoint) type);
            case Utf8, Binary -> bytes(node, Layout.NARROW);
            case LargeUtf8, LargeBinary -> bytes(node, Layout.WIDE);
            case Utf8View, BinaryView -> bytes(node, Layout.VIEW);
            case FixedSizeBinary -> fixedBytes(node, ((ArrowType.FixedSizeBinary) type).getByteWidth());
            case Decimal -> decimal(node, (ArrowType.Decimal) type);
            case Date -> date(node, (ArrowType.Date) type);
            case Time -> time(node, (ArrowType.Time) type);
            case Timestamp -> timestamp(node, (ArrowType.Timestamp) type);
            case Duration ->
                node.physical() == PhysicalType.INT64 && node.is(Annotation.Kind.NONE)
                        ? fixed(FixedConversion.same(Long.BYTES))
                        : null;
            case Interval -> interval(node, ((ArrowType.Interval) type).getUnit());
            default -> null;
        };
    }

    /** The format has no form for most intervals: they are stored as Arrow has them. */
    private static @Nullable LeafPlan interval(ParquetNode node, IntervalUnit unit) {
        int width = switch (unit) {
            case YEAR_MONTH -> Integer.BYTES;
            case DAY_TIME -> 2 * Integer.BYTES;
            case MONTH_DAY_NANO -> 2 * Integer.BYTES + Long.BYTES;
        };
        PhysicalType physical = width == Integer.BYTES ? PhysicalType.INT32 : PhysicalType.FIXED_LEN_BYTE_ARRAY;
        boolean fits = node.is(Annotation.Kind.NONE) && node.physical() == physical && node.width() == width;
        return fits ? fixed(FixedConversion.same(width)) : null;
    }

    private static LeafPlan fixed(FixedConversion conversion) {
        return fixed(Layout.FIXED, conversion);
    }

    private static LeafPlan fixed(Layout layout, FixedConversion conversion) {
        return new LeafPlan(layout, conversion);
    }

    private static @Nullable LeafPlan integer(ParquetNode node, ArrowType.Int type) {
        int bits = type.getBitWidth();
        boolean signed = type.getIsSigned();
        boolean isPlain = node.is(Annotation.Kind.NONE) && signed;
        boolean isSame = node.is(Annotation.Kind.INTEGER)
                && node.annotation().bits() == bits
                && node.annotation().signed() == signed;
        if (bits == Long.SIZE) {
            return node.physical() == PhysicalType.INT64 && (isPlain || isSame)
                    ? fixed(FixedConversion.same(Long.BYTES))
                    : null;
        }
        boolean isKnown = bits == Byte.SIZE || bits == Short.SIZE || bits == Integer.SIZE;
        if (node.physical() != PhysicalType.INT32 || !isKnown || !(isSame || (isPlain && bits == Integer.SIZE))) {
            return null;
        }
        return fixed(bits == Integer.SIZE ? FixedConversion.same(Integer.BYTES) : FixedConversion.narrow(bits, signed));
    }

    private static @Nullable LeafPlan floating(ParquetNode node, ArrowType.FloatingPoint type) {
        boolean fits = switch (type.getPrecision()) {
            case HALF ->
                node.physical() == PhysicalType.FIXED_LEN_BYTE_ARRAY
                        && node.width() == Short.BYTES
                        && node.is(Annotation.Kind.FLOAT16);
            case SINGLE -> node.physical() == PhysicalType.FLOAT;
            case DOUBLE -> node.physical() == PhysicalType.DOUBLE;
        };
        return fits ? fixed(FixedConversion.same(node.width())) : null;
    }

    private static @Nullable LeafPlan bytes(ParquetNode node, Layout layout) {
        return node.physical() == PhysicalType.BYTE_ARRAY ? new LeafPlan(layout, null) : null;
    }

    private static @Nullable LeafPlan fixedBytes(ParquetNode node, int width) {
        boolean fits = node.physical() == PhysicalType.FIXED_LEN_BYTE_ARRAY && node.width() == width;
        return fits ? fixed(FixedConversion.same(width)) : null;
    }

    private static @Nullable LeafPlan decimal(ParquetNode node, ArrowType.Decimal type) {
        Annotation annotation = node.annotation();
        int width = type.getBitWidth() / Byte.SIZE;
        boolean isSame = node.is(Annotation.Kind.DECIMAL)
                && annotation.bits() == type.getPrecision()
                && annotation.scale() == type.getScale();
        if (!isSame || node.physical() == null || width < 2 * Long.BYTES) {
            return null;
        }
        return switch (node.physical()) {
            case INT32, INT64 -> fixed(FixedConversion.decimal(node.width(), width));
            case FIXED_LEN_BYTE_ARRAY -> fixed(FixedConversion.bigEndian(node.width(), width));
            case BYTE_ARRAY -> fixed(FixedConversion.same(width));
            case BOOLEAN, INT96, FLOAT, DOUBLE -> null;
        };
    }

    private static @Nullable LeafPlan date(ParquetNode node, ArrowType.Date type) {
        if (node.physical() != PhysicalType.INT32 || !node.is(Annotation.Kind.DATE)) {
            return null;
        }
        boolean isDay = type.getUnit() == DateUnit.DAY;
        return fixed(isDay ? FixedConversion.same(Integer.BYTES) : FixedConversion.daysToMillis());
    }

    private static @Nullable LeafPlan time(ParquetNode node, ArrowType.Time type) {
        boolean isNarrow = type.getBitWidth() == Integer.SIZE;
        PhysicalType physical = isNarrow ? PhysicalType.INT32 : PhysicalType.INT64;
        return node.is(Annotation.Kind.TIME) && node.physical() == physical
                ? inUnit(node.annotation().unit(), type.getUnit(), physical.width())
                : null;
    }

    private static @Nullable LeafPlan timestamp(ParquetNode node, ArrowType.Timestamp type) {
        if (node.physical() == PhysicalType.INT96) {
            return type.getUnit() == TimeUnit.NANOSECOND ? fixed(FixedConversion.int96()) : null;
        }
        boolean fits = node.is(Annotation.Kind.TIMESTAMP)
                && node.physical() == PhysicalType.INT64
                && node.annotation().utc() == (type.getTimezone() != null);
        return fits ? inUnit(node.annotation().unit(), type.getUnit(), Long.BYTES) : null;
    }

    private static @Nullable LeafPlan inUnit(TimeUnit stored, TimeUnit wanted, int width) {
        if (stored == wanted) {
            return fixed(FixedConversion.same(width));
        }
        boolean isSeconds = stored == TimeUnit.MILLISECOND && wanted == TimeUnit.SECOND;
        return isSeconds ? fixed(FixedConversion.millisToSeconds(width)) : null;
    }
}
