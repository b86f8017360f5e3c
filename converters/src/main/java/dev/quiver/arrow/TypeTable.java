/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Which Arrow type each Connect type becomes. Primitives keep their width and sign; arrays become lists whose element
 * is called {@code element}; maps become Arrow maps with entries {@code key} and {@code value}; structs nest. Connect's
 * {@code Decimal} becomes a decimal of 128 bits, or of 256 bits beyond 38 digits; {@code Date}, {@code Time} and
 * {@code Timestamp} become days, milliseconds of the day and UTC milliseconds. Every other named schema keeps the type
 * that it is stored as.
 */
final class TypeTable {
    /** Schema parameter with the number of digits of a {@code Decimal}; the Avro and JDBC converters write it. */
    static final String DECIMAL_PRECISION = "connect.decimal.precision";

    /** Digits of a decimal whose schema does not say: what 128 bits hold and what most engines accept. */
    static final int DECIMAL_PRECISION_DEFAULT = 38;

    static final int DECIMAL_128_PRECISION_MAX = 38;
    static final int DECIMAL_256_PRECISION_MAX = 76;

    /** Deeper schemas are refused: a schema that refers to itself would never end. */
    static final int NESTING_MAX = 64;

    private TypeTable() {}

    /**
     * The columns of a struct.
     *
     * @throws DataException if {@code struct} is not a struct, or a type within has no Arrow equivalent; the message
     *     names the column
     */
    static Schema arrowSchema(org.apache.kafka.connect.data.Schema struct) {
        return new Schema(children("", struct, 0));
    }

    private static Field field(
            String path, String name, org.apache.kafka.connect.data.Schema schema, boolean nullable, int depth) {
        if (depth > NESTING_MAX) {
            throw new DataException(
                    "column '" + path + "': nested deeper than " + NESTING_MAX + " levels, or within itself");
        }
        ArrowType type = arrowType(path, schema);
        List<Field> children = switch (schema.type()) {
            case ARRAY -> List.of(element(path, "element", schema.valueSchema(), depth));
            case MAP -> List.of(entries(path, schema, depth));
            case STRUCT -> children(path + ".", schema, depth);
            case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES -> List.of();
        };
        return new Field(name, new FieldType(nullable, type, null), children);
    }

    private static List<Field> children(String prefix, org.apache.kafka.connect.data.Schema struct, int depth) {
        List<Field> children = new ArrayList<>(struct.fields().size());
        for (org.apache.kafka.connect.data.Field child : struct.fields()) {
            org.apache.kafka.connect.data.Schema schema = child.schema();
            children.add(field(prefix + child.name(), child.name(), schema, schema.isOptional(), depth + 1));
        }
        return children;
    }

    private static Field element(String path, String name, org.apache.kafka.connect.data.Schema schema, int depth) {
        return field(path + "." + name, name, schema, schema.isOptional(), depth + 1);
    }

    private static Field entries(String path, org.apache.kafka.connect.data.Schema map, int depth) {
        Field key = field(path + ".key", MapVector.KEY_NAME, map.keySchema(), false, depth + 1);
        Field value = element(path, MapVector.VALUE_NAME, map.valueSchema(), depth);
        FieldType struct = new FieldType(false, ArrowType.Struct.INSTANCE, null);
        return new Field(MapVector.DATA_VECTOR_NAME, struct, List.of(key, value));
    }

    /** The type of a column, without its children. */
    static ArrowType arrowType(String path, org.apache.kafka.connect.data.Schema schema) {
        ArrowType logical = logicalType(path, schema);
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8 -> new ArrowType.Int(8, true);
            case INT16 -> new ArrowType.Int(16, true);
            case INT32 -> new ArrowType.Int(32, true);
            case INT64 -> new ArrowType.Int(64, true);
            case FLOAT32 -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case FLOAT64 -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case STRING -> ArrowType.Utf8.INSTANCE;
            case BYTES -> ArrowType.Binary.INSTANCE;
            case ARRAY -> ArrowType.List.INSTANCE;
            case MAP -> new ArrowType.Map(false);
            case STRUCT -> ArrowType.Struct.INSTANCE;
        };
    }

    private static @Nullable ArrowType logicalType(String path, org.apache.kafka.connect.data.Schema schema) {
        String name = schema.name();
        if (name == null) {
            return null;
        }
        return switch (schema.type()) {
            case BYTES -> name.equals(Decimal.LOGICAL_NAME) ? decimalType(path, schema) : null;
            case INT32 -> {
                if (name.equals(Date.LOGICAL_NAME)) {
                    yield new ArrowType.Date(DateUnit.DAY);
                }
                yield name.equals(Time.LOGICAL_NAME) ? new ArrowType.Time(TimeUnit.MILLISECOND, 32) : null;
            }
            case INT64 ->
                name.equals(Timestamp.LOGICAL_NAME) ? new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC") : null;
            case INT8, INT16, FLOAT32, FLOAT64, BOOLEAN, STRING, ARRAY, MAP, STRUCT -> null;
        };
    }

    /** A negative scale is written as scale 0 with as many more digits: no file format has negative scales. */
    private static ArrowType decimalType(String path, org.apache.kafka.connect.data.Schema schema) {
        Map<String, String> parameters = schema.parameters() == null ? Map.of() : schema.parameters();
        int scale = number(path, parameters, Decimal.SCALE_FIELD, 0);
        int digits = number(path, parameters, DECIMAL_PRECISION, Math.max(DECIMAL_PRECISION_DEFAULT, scale));
        int precision = Math.max(scale < 0 && parameters.containsKey(DECIMAL_PRECISION) ? digits - scale : digits, 1);
        if (precision > DECIMAL_256_PRECISION_MAX || scale > precision) {
            throw new DataException("column '" + path + "': decimal with precision " + precision + " and scale " + scale
                    + " is not supported, precision must be at least the scale and at most "
                    + DECIMAL_256_PRECISION_MAX);
        }
        return new ArrowType.Decimal(precision, Math.max(scale, 0), precision > DECIMAL_128_PRECISION_MAX ? 256 : 128);
    }

    private static int number(String path, Map<String, String> parameters, String name, int otherwise) {
        String text = parameters.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new DataException("column '" + path + "': schema parameter " + name + " is not a number: " + text, e);
        }
    }
}
