/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Which Parquet type each Arrow type becomes, after the Parquet format's LogicalTypes document: lists and maps have
 * three levels, decimals the smallest physical type that holds their precision.
 */
final class ParquetTypes {
    private static final int INT32_DIGITS = 9;
    private static final int INT64_DIGITS = 18;

    private ParquetTypes() {}

    /**
     * The Parquet schema of rows of {@code schema}.
     *
     * @throws IllegalArgumentException if a column has no Parquet form; the message names it
     */
    static MessageType message(Schema schema) {
        List<Type> columns = new ArrayList<>();
        for (Field field : schema.getFields()) {
            columns.add(type(field.getName(), field));
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a Parquet file needs at least one column but the schema has none");
        }
        return new MessageType("row", columns);
    }

    private static Type type(String path, Field field) {
        Repetition repetition = field.isNullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case List -> list(path, repetition, field);
            case Map -> map(path, repetition, field);
            case Struct -> group(path, repetition, field);
            default -> primitive(path, repetition, field);
        };
    }

    private static Type list(String path, Repetition repetition, Field field) {
        Type element = type(path + ".element", renamed(field.getChildren().get(0), "element"));
        return Types.list(repetition).element(element).named(field.getName());
    }

    private static Type map(String path, Repetition repetition, Field field) {
        List<Field> entry = field.getChildren().get(0).getChildren();
        Type key = type(path + ".key", renamed(entry.get(0), "key"));
        Type value = type(path + ".value", renamed(entry.get(1), "value"));
        return Types.map(repetition).key(key).value(value).named(field.getName());
    }

    private static Type group(String path, Repetition repetition, Field field) {
        if (field.getChildren().isEmpty()) {
            throw new IllegalArgumentException(
                    "column '" + path + "': Parquet has no struct without fields, drop the column");
        }
        Types.GroupBuilder<? extends Type> group = Types.buildGroup(repetition);
        for (Field child : field.getChildren()) {
            group.addField(type(path + "." + child.getName(), child));
        }
        return group.named(field.getName());
    }

    private static Field renamed(Field field, String name) {
        return new Field(name, field.getFieldType(), field.getChildren());
    }

    private static Type primitive(String path, Repetition repetition, Field field) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Int -> integer(path, repetition, (ArrowType.Int) type, field.getName());
            case FloatingPoint -> floating(path, repetition, (ArrowType.FloatingPoint) type, field.getName());
            case Bool -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(field.getName());
            case Utf8 ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(field.getName());
            case Binary -> Types.primitive(PrimitiveTypeName.BINARY, repetition).named(field.getName());
            case Decimal -> decimal(repetition, (ArrowType.Decimal) type, field.getName());
            case Date -> date(path, repetition, (ArrowType.Date) type, field.getName());
            case Time -> time(path, repetition, (ArrowType.Time) type, field.getName());
            case Timestamp -> timestamp(path, repetition, (ArrowType.Timestamp) type, field.getName());
            default -> throw noForm(path, type);
        };
    }

    private static IllegalArgumentException noForm(String path, ArrowType type) {
        return new IllegalArgumentException("column '" + path + "': Arrow type " + type + " has no Parquet form here");
    }

    private static Type integer(String path, Repetition repetition, ArrowType.Int type, String name) {
        if (!type.getIsSigned()) {
            throw noForm(path, type);
        }
        return switch (type.getBitWidth()) {
            case Long.SIZE ->
                Types.primitive(PrimitiveTypeName.INT64, repetition).named(name);
            case Integer.SIZE ->
                Types.primitive(PrimitiveTypeName.INT32, repetition).named(name);
            default ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.intType(type.getBitWidth(), true))
                        .named(name);
        };
    }

    private static Type floating(String path, Repetition repetition, ArrowType.FloatingPoint type, String name) {
        return switch (type.getPrecision()) {
            case HALF -> throw noForm(path, type);
            case SINGLE -> Types.primitive(PrimitiveTypeName.FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(PrimitiveTypeName.DOUBLE, repetition).named(name);
        };
    }

    private static Type decimal(Repetition repetition, ArrowType.Decimal type, String name) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.getScale(), type.getPrecision());
        if (type.getPrecision() <= INT32_DIGITS) {
            return Types.primitive(PrimitiveTypeName.INT32, repetition)
                    .as(annotation)
                    .named(name);
        }
        if (type.getPrecision() <= INT64_DIGITS) {
            return Types.primitive(PrimitiveTypeName.INT64, repetition)
                    .as(annotation)
                    .named(name);
        }
        return Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                .length(decimalBytes(type.getPrecision()))
                .as(annotation)
                .named(name);
    }

    /** The fewest bytes whose two's complement holds every number of {@code precision} digits. */
    static int decimalBytes(int precision) {
        return java.math.BigInteger.TEN
                                .pow(precision)
                                .subtract(java.math.BigInteger.ONE)
                                .bitLength()
                        / Byte.SIZE
                + 1;
    }

    private static Type date(String path, Repetition repetition, ArrowType.Date type, String name) {
        return switch (type.getUnit()) {
            case DAY ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case MILLISECOND -> throw noForm(path, type);
        };
    }

    private static Type time(String path, Repetition repetition, ArrowType.Time type, String name) {
        return switch (type.getUnit()) {
            case MILLISECOND ->
                Types.primitive(PrimitiveTypeName.INT32, repetition)
                        .as(LogicalTypeAnnotation.timeType(false, TimeUnit.MILLIS))
                        .named(name);
            case SECOND, MICROSECOND, NANOSECOND -> throw noForm(path, type);
        };
    }

    private static Type timestamp(String path, Repetition repetition, ArrowType.Timestamp type, String name) {
        return switch (type.getUnit()) {
            case MILLISECOND ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(type.getTimezone() != null, TimeUnit.MILLIS))
                        .named(name);
            case SECOND, MICROSECOND, NANOSECOND -> throw noForm(path, type);
        };
    }
}
