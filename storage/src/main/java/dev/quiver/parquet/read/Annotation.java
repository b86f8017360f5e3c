/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.arrow.vector.types.TimeUnit;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * What a column means beyond how it is stored: its logical type, or the converted type that older writers give.
 *
 * @param kind which one
 * @param unit of times and timestamps
 * @param utc whether times and timestamps are instants of UTC
 * @param bits of integers; the digits of decimals
 * @param scale of decimals
 * @param signed whether integers have a sign
 */
record Annotation(Kind kind, TimeUnit unit, boolean utc, int bits, int scale, boolean signed) {
    /** Nothing beyond the way it is stored. */
    static final Annotation NONE = of(Kind.NONE);

    /** The annotations that matter here. */
    enum Kind {
        NONE,
        STRING,
        JSON,
        LIST,
        MAP,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        INTEGER,
        UNKNOWN,
        UUID,
        FLOAT16
    }

    private static Annotation of(Kind kind) {
        return new Annotation(kind, TimeUnit.MILLISECOND, false, 0, 0, false);
    }

    private static Annotation time(Kind kind, TimeUnit unit, boolean utc) {
        return new Annotation(kind, unit, utc, 0, 0, false);
    }

    private static Annotation integer(int bits, boolean signed) {
        return new Annotation(Kind.INTEGER, TimeUnit.MILLISECOND, false, bits, 0, signed);
    }

    private static Annotation decimal(int precision, int scale) {
        return new Annotation(Kind.DECIMAL, TimeUnit.MILLISECOND, false, precision, scale, true);
    }

    /** The annotation of {@code element}; {@link #NONE} if there is none or it is not known. */
    static Annotation of(SchemaElement element) {
        if (element.isSetLogicalType() && element.getLogicalType().isSet()) {
            return logical(element.getLogicalType());
        }
        return element.isSetConverted_type() ? converted(element) : NONE;
    }

    private static Annotation logical(LogicalType type) {
        return switch (type.getSetField()) {
            case STRING, ENUM -> of(Kind.STRING);
            case JSON -> of(Kind.JSON);
            case LIST -> of(Kind.LIST);
            case MAP -> of(Kind.MAP);
            case DECIMAL ->
                decimal(type.getDECIMAL().getPrecision(), type.getDECIMAL().getScale());
            case DATE -> of(Kind.DATE);
            case TIME ->
                time(Kind.TIME, unit(type.getTIME().getUnit()), type.getTIME().isIsAdjustedToUTC());
            case TIMESTAMP ->
                time(
                        Kind.TIMESTAMP,
                        unit(type.getTIMESTAMP().getUnit()),
                        type.getTIMESTAMP().isIsAdjustedToUTC());
            case INTEGER ->
                integer(type.getINTEGER().getBitWidth(), type.getINTEGER().isIsSigned());
            case UNKNOWN -> of(Kind.UNKNOWN);
            case UUID -> of(Kind.UUID);
            case FLOAT16 -> of(Kind.FLOAT16);
            case BSON, VARIANT, GEOMETRY, GEOGRAPHY -> NONE;
        };
    }

    private static TimeUnit unit(org.apache.parquet.format.TimeUnit unit) {
        if (unit.isSetNANOS()) {
            return TimeUnit.NANOSECOND;
        }
        return unit.isSetMICROS() ? TimeUnit.MICROSECOND : TimeUnit.MILLISECOND;
    }

    private static Annotation converted(SchemaElement element) {
        ConvertedType type = element.getConverted_type();
        return switch (type) {
            case UTF8, ENUM -> of(Kind.STRING);
            case JSON -> of(Kind.JSON);
            case LIST -> of(Kind.LIST);
            case MAP, MAP_KEY_VALUE -> of(Kind.MAP);
            case DECIMAL -> decimal(element.getPrecision(), element.getScale());
            case DATE -> of(Kind.DATE);
            case TIME_MILLIS -> time(Kind.TIME, TimeUnit.MILLISECOND, true);
            case TIME_MICROS -> time(Kind.TIME, TimeUnit.MICROSECOND, true);
            case TIMESTAMP_MILLIS -> time(Kind.TIMESTAMP, TimeUnit.MILLISECOND, true);
            case TIMESTAMP_MICROS -> time(Kind.TIMESTAMP, TimeUnit.MICROSECOND, true);
            case UINT_8 -> integer(8, false);
            case UINT_16 -> integer(16, false);
            case UINT_32 -> integer(32, false);
            case UINT_64 -> integer(64, false);
            case INT_8 -> integer(8, true);
            case INT_16 -> integer(16, true);
            case INT_32 -> integer(32, true);
            case INT_64 -> integer(64, true);
            case BSON, INTERVAL -> NONE;
        };
    }
}
