/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * What must change in rows of one schema before DuckDB can take them: it has no half floats, no decimals of more than
 * 38 digits or of negative scale, takes day-time intervals for something else, refuses structs without fields, lists of
 * a fixed length that is zero or very large, names that differ by case only, and maps with a key twice.
 */
final class Adaptation {
    private static final int DECIMAL_DIGITS_MAX = 38;
    private static final int DECIMAL_BITS = 128;
    private static final int ARRAY_LENGTH_MAX = 100_000;

    /** The schema afterwards; null where it stays as it is. */
    private final @Nullable Schema target;

    private final Schema source;
    private final boolean checksMaps;

    private Adaptation(Schema source, @Nullable Schema target, boolean checksMaps) {
        this.source = source;
        this.target = target;
        this.checksMaps = checksMaps;
    }

    /**
     * The adaptation of rows of {@code schema}.
     *
     * @param isBatch whether they come as batches, whose maps may have a key twice
     * @throws DataException if rows of it are refused
     */
    static Adaptation of(Schema schema, UnsupportedTypes unsupported, boolean isBatch) {
        List<Field> fields = new Plan(unsupported).fields("", schema.getFields());
        if (fields.isEmpty()) {
            throw new DataException("the rows have no columns");
        }
        boolean isSame = fields.equals(schema.getFields());
        boolean checksMaps = isBatch && unsupported == UnsupportedTypes.CONVERT && hasMap(schema.getFields());
        return new Adaptation(schema, isSame && !checksMaps ? null : new Schema(fields), checksMaps);
    }

    private static boolean hasMap(List<Field> fields) {
        return fields.stream()
                .anyMatch(field -> field.getType() instanceof ArrowType.Map || hasMap(field.getChildren()));
    }

    /** The rows of {@code owned} as DuckDB takes them. */
    @MustBeClosed
    ArrowBatch adapt(ArrowBatch owned, BufferAllocator allocator) {
        if (target == null) {
            return owned;
        }
        try (owned) {
            return new VectorCopy(allocator, checksMaps).batch(owned.vectors(), source, target);
        }
    }

    /** How the schema changes. */
    private record Plan(UnsupportedTypes unsupported) {
        /** The fields of a row or struct at {@code path}, each at most once; those that cannot be are left out. */
        private List<Field> fields(String path, List<Field> fields) {
            Set<String> names = new HashSet<>();
            List<Field> adapted = new ArrayList<>(fields.size());
            for (Field field : fields) {
                Field column = field(path + field.getName(), field);
                if (column != null) {
                    String name = unique(path, column.getName(), names);
                    adapted.add(
                            name.equals(column.getName())
                                    ? column
                                    : new Field(name, column.getFieldType(), column.getChildren()));
                } else {
                    adapted.add(dropped(field));
                }
            }
            return adapted.stream().allMatch(Adaptation::isDropped) ? List.of() : adapted;
        }

        private String unique(String path, String name, Set<String> names) {
            // The interface that rows go over ends a name at the first zero.
            String wanted = name.isEmpty() ? "_" : name.replace('\0', '_');
            String free = wanted;
            for (int number = 1; !names.add(Sql.folded(free)); number++) {
                free = wanted + "_" + number;
            }
            if (!free.equals(name)) {
                require(path + name, "has no name, one with a zero, or one that differs from another's by case only");
            }
            return free;
        }

        private void require(String path, String problem) {
            if (unsupported == UnsupportedTypes.REFUSE) {
                throw new DataException("column '" + path + "' " + problem + "; " + WriteConfig.UNSUPPORTED_TYPES.key()
                        + "=convert would change that");
            }
        }

        private @Nullable Field field(String path, Field field) {
            if (field.getType() instanceof ArrowType.Struct
                    && field.getChildren().isEmpty()) {
                require(path, "is a struct without fields");
                return null;
            }
            List<Field> children = children(path + ".", field);
            if (children.isEmpty() && !field.getChildren().isEmpty()) {
                return null;
            }
            ArrowType type = type(path, field.getType());
            boolean isSame = type.equals(field.getType()) && children.equals(field.getChildren());
            FieldType adapted = new FieldType(field.isNullable(), type, null, field.getMetadata());
            return isSame ? field : new Field(field.getName(), adapted, children);
        }

        private List<Field> children(String path, Field field) {
            List<Field> children = field.getChildren();
            if (field.getType() instanceof ArrowType.Struct) {
                return fields(path, children);
            }
            List<Field> adapted = new ArrayList<>(children.size());
            for (Field child : children) {
                Field kept = field(path + child.getName(), child);
                if (kept == null) {
                    return List.of();
                }
                adapted.add(kept);
            }
            return adapted;
        }

        private ArrowType type(String path, ArrowType type) {
            if (type instanceof ArrowType.FloatingPoint real && real.getPrecision() == FloatingPointPrecision.HALF) {
                require(path, "is a half float");
                return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            }
            if (type instanceof ArrowType.Interval interval && interval.getUnit() != IntervalUnit.MONTH_DAY_NANO) {
                require(path, "is an interval of " + interval.getUnit());
                return new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO);
            }
            if (type instanceof ArrowType.FixedSizeList list && !isArray(list.getListSize())) {
                require(path, "is a list of the fixed length " + list.getListSize());
                return ArrowType.List.INSTANCE;
            }
            return type instanceof ArrowType.Decimal decimal ? decimal(path, decimal) : type;
        }

        private static boolean isArray(int length) {
            return length >= 1 && length <= ARRAY_LENGTH_MAX;
        }

        private ArrowType decimal(String path, ArrowType.Decimal type) {
            int scale = Math.max(0, type.getScale());
            int digits = Math.max(type.getPrecision() + scale - type.getScale(), Math.max(1, scale));
            ArrowType.Decimal fitting = new ArrowType.Decimal(
                    Math.min(digits, DECIMAL_DIGITS_MAX), Math.min(scale, DECIMAL_DIGITS_MAX), DECIMAL_BITS);
            if (fitting.equals(type)) {
                return type;
            }
            require(path, "is a decimal of " + type.getPrecision() + " digits and scale " + type.getScale());
            return digits > DECIMAL_DIGITS_MAX ? ArrowType.Utf8.INSTANCE : fitting;
        }
    }

    /** Stands for a field that is left out. */
    private static Field dropped(Field field) {
        return new Field(field.getName(), new FieldType(true, ArrowType.Null.INSTANCE, null), List.of());
    }

    private static boolean isDropped(Field field) {
        return field.getType() instanceof ArrowType.Null;
    }
}
