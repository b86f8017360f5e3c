/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import static dev.quiver.arrow.Parameters.number;
import static dev.quiver.arrow.Parameters.text;

import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Which Arrow type each Connect type becomes. Primitives keep their width and sign; arrays become lists, maps become
 * Arrow maps, structs nest. Logical types of Connect and Debezium become Arrow's own; the schema parameter
 * {@code arrow.type} decides where it is given. Every other named schema keeps the type that it is stored as.
 */
final class TypeTable {
    /** Digits of a decimal whose schema does not say: what 128 bits hold and what most engines accept. */
    static final int DECIMAL_PRECISION_DEFAULT = 38;

    static final int DECIMAL_128_PRECISION_MAX = 38;
    static final int DECIMAL_256_PRECISION_MAX = 76;

    /** Deeper schemas are refused: a schema that refers to itself would never end. */
    static final int NESTING_MAX = 64;

    static final int UUID_BYTES = 16;
    /** Longer bit strings, which have no declared length, are not padded to one. */
    private static final int BITS_MAX = 1 << 19;

    private static final String UTC = "UTC";

    private final TypeOptions options;

    TypeTable(TypeOptions options) {
        this.options = options;
    }

    /**
     * The type of a column, without its children.
     *
     * @throws DataException if no Arrow type can hold it; the message names the column
     */
    ArrowType arrowType(String path, Schema schema) {
        String stated = text(schema, Parameters.TYPE);
        if (stated != null) {
            return stated(path, schema, stated);
        }
        ArrowType logical = logicalType(path, schema);
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8 -> new ArrowType.Int(Byte.SIZE, true);
            case INT16 -> new ArrowType.Int(Short.SIZE, true);
            case INT32 -> new ArrowType.Int(Integer.SIZE, true);
            case INT64 -> new ArrowType.Int(Long.SIZE, true);
            case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case STRING -> ArrowType.Utf8.INSTANCE;
            case BYTES -> bytesType(path, schema);
            case ARRAY -> arrayType(path, schema);
            case MAP -> new ArrowType.Map(false);
            case STRUCT -> ArrowType.Struct.INSTANCE;
        };
    }

    private static ArrowType stated(String path, Schema schema, String text) {
        ArrowType type = ArrowTypeNames.parse(path, text);
        if (DerivedType.connectType(type) != schema.type()) {
            throw new DataException("column '" + path + "': Arrow type " + text + " cannot hold " + schema.type());
        }
        if (!DerivedType.mayBeNamed(type, schema.name())) {
            throw new DataException("column '" + path + "': Arrow type " + text + " does not hold " + schema.name());
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            boolean instant = Timestamp.LOGICAL_NAME.equals(schema.name());
            return new ArrowType.Timestamp(timestamp.getUnit(), timezone(schema, instant ? UTC : null));
        }
        return type;
    }

    private @Nullable ArrowType logicalType(String path, Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT32 -> int32Type(name);
            case INT64 -> int64Type(name, schema);
            case BOOLEAN -> isExtension(schema, LogicalNames.ARROW_BOOL8) ? new ArrowType.Int(Byte.SIZE, true) : null;
            case STRING -> stringType(name, schema);
            case BYTES -> namedBytesType(path, name, schema);
            case STRUCT -> name.equals(LogicalNames.VARIABLE_SCALE_DECIMAL) ? variableScaleType() : null;
            case INT8, INT16, FLOAT32, FLOAT64, ARRAY, MAP -> null;
        };
    }

    private @Nullable ArrowType int32Type(String name) {
        return switch (name) {
            case Date.LOGICAL_NAME, LogicalNames.DEBEZIUM_DATE -> new ArrowType.Date(DateUnit.DAY);
            case Time.LOGICAL_NAME -> new ArrowType.Time(TimeUnit.MILLISECOND, Integer.SIZE);
            case LogicalNames.DEBEZIUM_TIME -> time(TimeUnit.MILLISECOND, Integer.SIZE);
            default -> null;
        };
    }

    private @Nullable ArrowType int64Type(String name, Schema schema) {
        return switch (name) {
            case Timestamp.LOGICAL_NAME -> new ArrowType.Timestamp(TimeUnit.MILLISECOND, timezone(schema, UTC));
            case LogicalNames.DEBEZIUM_TIMESTAMP ->
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, timezone(schema, null));
            case LogicalNames.MICRO_TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, timezone(schema, null));
            case LogicalNames.NANO_TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, timezone(schema, null));
            case LogicalNames.MICRO_TIME -> time(TimeUnit.MICROSECOND, Long.SIZE);
            case LogicalNames.NANO_TIME -> time(TimeUnit.NANOSECOND, Long.SIZE);
            case LogicalNames.MICRO_DURATION -> new ArrowType.Duration(TimeUnit.MICROSECOND);
            case LogicalNames.NANO_DURATION -> new ArrowType.Duration(TimeUnit.NANOSECOND);
            default -> null;
        };
    }

    private ArrowType time(TimeUnit unit, int bitWidth) {
        return switch (options.times().ofDay()) {
            case TIME -> new ArrowType.Time(unit, bitWidth);
            case DURATION -> new ArrowType.Duration(unit);
        };
    }

    private static @Nullable String timezone(Schema schema, @Nullable String otherwise) {
        String given = text(schema, Parameters.TIMEZONE);
        if (given == null) {
            return otherwise;
        }
        return given.isEmpty() ? null : given;
    }

    private @Nullable ArrowType stringType(String name, Schema schema) {
        return switch (name) {
            case LogicalNames.ZONED_TIMESTAMP ->
                switch (options.times().zoned()) {
                    case STRING -> null;
                    case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, UTC);
                };
            case LogicalNames.UUID -> isUuid(schema) ? new ArrowType.FixedSizeBinary(UUID_BYTES) : null;
            default -> null;
        };
    }

    private boolean isUuid(Schema schema) {
        return options.texts().uuids() == TypeOptions.Uuids.UUID || isExtension(schema, LogicalNames.ARROW_UUID);
    }

    private static boolean isExtension(Schema schema, String name) {
        return name.equals(text(schema, Parameters.EXTENSION_NAME));
    }

    private @Nullable ArrowType namedBytesType(String path, String name, Schema schema) {
        if (name.equals(Decimal.LOGICAL_NAME)) {
            return decimalType(path, schema);
        }
        if (name.equals(LogicalNames.BITS)) {
            int bits = number(path, schema, LogicalNames.LENGTH, Integer.MAX_VALUE);
            return bits < 1 || bits > BITS_MAX ? null : new ArrowType.FixedSizeBinary((bits + 7) / Byte.SIZE);
        }
        return null;
    }

    private static ArrowType bytesType(String path, Schema schema) {
        int size = number(path, schema, Parameters.FIXED_BYTES, -1);
        return size < 0 ? ArrowType.Binary.INSTANCE : new ArrowType.FixedSizeBinary(size);
    }

    private static ArrowType arrayType(String path, Schema schema) {
        int size = number(path, schema, Parameters.FIXED_SIZE, -1);
        return size < 0 ? ArrowType.List.INSTANCE : new ArrowType.FixedSizeList(size);
    }

    private @Nullable ArrowType variableScaleType() {
        return switch (options.decimals().variableScale()) {
            case STRUCT -> null;
            case DECIMAL ->
                new ArrowType.Decimal(
                        DECIMAL_128_PRECISION_MAX, options.decimals().variableScaleDigits(), 128);
            case STRING -> ArrowType.Utf8.INSTANCE;
        };
    }

    /** A negative scale is written as scale 0 with as many more digits: no file format has negative scales. */
    private ArrowType decimalType(String path, Schema schema) {
        int scale = number(path, schema, Decimal.SCALE_FIELD, 0);
        boolean given = text(schema, Parameters.DECIMAL_PRECISION) != null;
        int digits = number(
                path,
                schema,
                Parameters.DECIMAL_PRECISION,
                Math.max(options.decimals().precision(), scale));
        int precision = Math.max(scale < 0 && given ? digits - scale : digits, 1);
        if (precision > DECIMAL_256_PRECISION_MAX || scale > precision) {
            throw new DataException("column '" + path + "': decimal with precision " + precision + " and scale " + scale
                    + " is not supported, precision must be at least the scale and at most "
                    + DECIMAL_256_PRECISION_MAX);
        }
        return new ArrowType.Decimal(precision, Math.max(scale, 0), precision > DECIMAL_128_PRECISION_MAX ? 256 : 128);
    }
}
