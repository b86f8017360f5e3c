/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Map;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Which Arrow type a leaf column has when the footer has no Arrow schema: the one that loses nothing. */
final class LeafTypes {
    private static final String EXTENSION_NAME = "ARROW:extension:name";
    private static final String EXTENSION_METADATA = "ARROW:extension:metadata";
    private static final int UUID_BYTES = 16;
    private static final int DECIMAL_DIGITS_MAX = 76;
    private static final int NARROW_DECIMAL_DIGITS_MAX = 38;

    private LeafTypes() {}

    /** The type of {@code node}, whose annotation must fit. */
    static FieldType of(ParquetNode node, boolean nullable) {
        ArrowType type = annotated(node);
        return new FieldType(nullable || type instanceof ArrowType.Null, type, null, metadata(node, type));
    }

    /** Whether the annotation of {@code node} fits the way it is stored; one that does not says nothing. */
    static boolean isAnnotationFitting(ParquetNode node) {
        return LeafPlan.of(node, annotated(node)) != null;
    }

    private static Map<String, String> metadata(ParquetNode node, ArrowType type) {
        if (node.is(Annotation.Kind.UUID) && type.equals(new ArrowType.FixedSizeBinary(UUID_BYTES))) {
            return Map.of(EXTENSION_NAME, "arrow.uuid", EXTENSION_METADATA, "");
        }
        if (node.is(Annotation.Kind.JSON) && type instanceof ArrowType.Utf8) {
            return Map.of(EXTENSION_NAME, "arrow.json", EXTENSION_METADATA, "");
        }
        return Map.of();
    }

    private static ArrowType annotated(ParquetNode node) {
        Annotation annotation = node.annotation();
        return switch (annotation.kind()) {
            case STRING, JSON -> new ArrowType.Utf8();
            case DECIMAL -> decimal(annotation, node);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME ->
                new ArrowType.Time(
                        annotation.unit(), annotation.unit() == TimeUnit.MILLISECOND ? Integer.SIZE : Long.SIZE);
            case TIMESTAMP -> new ArrowType.Timestamp(annotation.unit(), annotation.utc() ? "UTC" : null);
            case INTEGER -> new ArrowType.Int(annotation.bits(), annotation.signed());
            case UNKNOWN -> new ArrowType.Null();
            case FLOAT16 -> new ArrowType.FloatingPoint(FloatingPointPrecision.HALF);
            case NONE, LIST, MAP, UUID -> stored(node);
        };
    }

    private static ArrowType decimal(Annotation annotation, ParquetNode node) {
        int precision = annotation.bits();
        boolean fits = precision >= 1
                && precision <= DECIMAL_DIGITS_MAX
                && annotation.scale() >= 0
                && annotation.scale() <= precision;
        if (!fits) {
            return stored(node);
        }
        return new ArrowType.Decimal(precision, annotation.scale(), precision <= NARROW_DECIMAL_DIGITS_MAX ? 128 : 256);
    }

    private static ArrowType stored(ParquetNode node) {
        PhysicalType physical = node.physical();
        if (physical == null) {
            throw new IllegalArgumentException("'" + node.path() + "' is a group");
        }
        return switch (physical) {
            case BOOLEAN -> new ArrowType.Bool();
            case INT32 -> new ArrowType.Int(Integer.SIZE, true);
            case INT64 -> new ArrowType.Int(Long.SIZE, true);
            case INT96 -> new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
            case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case BYTE_ARRAY -> new ArrowType.Binary();
            case FIXED_LEN_BYTE_ARRAY -> new ArrowType.FixedSizeBinary(node.width());
        };
    }
}
