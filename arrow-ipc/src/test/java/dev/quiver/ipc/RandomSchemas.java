/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Schemas with every type there is, from a seed. */
final class RandomSchemas {
    private final Random random;
    private final boolean vectorsOnly;
    private long dictionaryId;

    /** Schemas from {@code random}; only of types that vectors exist for and read back, if {@code vectorsOnly}. */
    RandomSchemas(Random random, boolean vectorsOnly) {
        this.random = random;
        this.vectorsOnly = vectorsOnly;
    }

    /** A schema of up to {@code columnsMax} columns. */
    Schema next(int columnsMax) {
        List<Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(columnsMax);
        for (int index = 0; index < count; index++) {
            fields.add(field("c" + index, 3));
        }
        return new Schema(fields, random.nextBoolean() ? Map.of() : Map.of("origin", "seed ☃"));
    }

    Field field(String name, int depth) {
        ArrowType type = depth == 0 || random.nextInt(3) > 0 ? flat() : nested();
        List<Field> children = children(type, depth);
        DictionaryEncoding dictionary = null;
        if (random.nextInt(6) == 0 && !(type instanceof ArrowType.Null) && isEncodable(type)) {
            int[] widths = {8, 16, 32, 64};
            boolean signed = vectorsOnly || random.nextBoolean();
            dictionary = new DictionaryEncoding(
                    dictionaryId++, random.nextBoolean(), new ArrowType.Int(widths[random.nextInt(4)], signed));
        }
        Map<String, String> metadata = random.nextInt(4) == 0 ? Map.of("k", name, "", "") : Map.of();
        boolean nullable = random.nextInt(4) > 0 || type instanceof ArrowType.Null;
        return new Field(name, new FieldType(nullable, type, dictionary, metadata), children);
    }

    private boolean isEncodable(ArrowType type) {
        return !vectorsOnly || !type.isComplex();
    }

    private List<Field> children(ArrowType type, int depth) {
        return switch (type.getTypeID()) {
            case List, LargeList, ListView, LargeListView, FixedSizeList -> List.of(field("item", depth - 1));
            case Struct -> many(random.nextInt(4), depth);
            case Union -> many(((ArrowType.Union) type).getTypeIds().length, depth);
            case Map -> {
                Field key = new Field("key", FieldType.notNullable(ArrowType.Utf8.INSTANCE), List.of());
                List<Field> entry = List.of(key, field("value", depth - 1));
                yield List.of(new Field("entries", FieldType.notNullable(ArrowType.Struct.INSTANCE), entry));
            }
            case RunEndEncoded -> {
                ArrowType ends = new ArrowType.Int(new int[] {16, 32, 64}[random.nextInt(3)], true);
                yield List.of(
                        new Field("run_ends", FieldType.notNullable(ends), List.of()), field("values", depth - 1));
            }
            default -> List.of();
        };
    }

    private List<Field> many(int count, int depth) {
        List<Field> children = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            children.add(field("f" + index, depth - 1));
        }
        return children;
    }

    private ArrowType nested() {
        return switch (random.nextInt(vectorsOnly ? 8 : 9)) {
            case 0 -> ArrowType.List.INSTANCE;
            case 1 -> ArrowType.LargeList.INSTANCE;
            case 2 -> ArrowType.ListView.INSTANCE;
            case 3 -> ArrowType.LargeListView.INSTANCE;
            case 4 -> new ArrowType.FixedSizeList(random.nextInt(4));
            case 5 -> new ArrowType.Map(random.nextBoolean());
            case 6 -> ArrowType.Struct.INSTANCE;
            case 7 -> ArrowType.RunEndEncoded.INSTANCE;
            default -> new ArrowType.Union(random.nextBoolean() ? UnionMode.Dense : UnionMode.Sparse, typeIds());
        };
    }

    private int[] typeIds() {
        int[] ids = new int[1 + random.nextInt(3)];
        for (int index = 0; index < ids.length; index++) {
            ids[index] = index * 40 + random.nextInt(40);
        }
        return ids;
    }

    private ArrowType flat() {
        TimeUnit unit = one(TimeUnit.values());
        return switch (random.nextInt(17)) {
            case 0 -> ArrowType.Null.INSTANCE;
            case 1 -> ArrowType.Bool.INSTANCE;
            case 2, 3 -> new ArrowType.Int(8 << random.nextInt(4), random.nextBoolean());
            case 4 -> new ArrowType.FloatingPoint(one(FloatingPointPrecision.values()));
            case 5 -> ArrowType.Utf8.INSTANCE;
            case 6 -> ArrowType.Utf8View.INSTANCE;
            case 7 -> ArrowType.BinaryView.INSTANCE;
            case 8 -> ArrowType.LargeUtf8.INSTANCE;
            case 9 -> random.nextBoolean() ? ArrowType.Binary.INSTANCE : ArrowType.LargeBinary.INSTANCE;
            case 10 -> new ArrowType.FixedSizeBinary(1 + random.nextInt(20));
            case 11, 12 -> decimal();
            case 13 -> new ArrowType.Date(one(DateUnit.values()));
            case 14 -> new ArrowType.Time(unit, unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND ? 32 : 64);
            case 15 ->
                random.nextBoolean()
                        ? new ArrowType.Duration(unit)
                        : new ArrowType.Interval(one(IntervalUnit.values()));
            default -> new ArrowType.Timestamp(unit, random.nextBoolean() ? null : "Europe/Paris");
        };
    }

    private <T> T one(T[] constants) {
        return constants[random.nextInt(constants.length)];
    }

    private ArrowType decimal() {
        int bits = vectorsOnly ? 128 << random.nextInt(2) : 32 << random.nextInt(4);
        int digits = bits == 32 ? 9 : bits == 64 ? 18 : bits == 128 ? 38 : 76;
        int precision = 1 + random.nextInt(digits);
        return new ArrowType.Decimal(precision, random.nextInt(precision + 1), bits);
    }
}
