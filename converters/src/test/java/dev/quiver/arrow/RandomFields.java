/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow schemas of every type, nested at random, from a seed. */
public final class RandomFields {
    /** Every type without children. */
    static final List<ArrowType> LEAVES = leaves();

    private final Random random;
    private long dictionaryCount;

    /** All that follows depends on {@code seed} alone. */
    public RandomFields(long seed) {
        this.random = new Random(seed);
    }

    private static List<ArrowType> leaves() {
        List<ArrowType> types = new ArrayList<>();
        for (String name : List.of(
                "null bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64",
                "utf8 large_utf8 utf8_view binary large_binary binary_view date32 date64",
                "time(s) time(ms) time(us) time(ns) timestamp(s) timestamp(ms) timestamp(us) timestamp(ns)",
                "duration(s) duration(ms) duration(us) duration(ns)",
                "interval(year_month) interval(day_time) interval(month_day_nano)",
                "decimal32(9,2) decimal64(18,0) decimal128(38,10) decimal128(5,5) decimal128(10,2)",
                "decimal256(76,38) decimal256(10,1)")) {
            for (String one : name.split(" ", -1)) {
                types.add(ArrowTypeNames.parse("", one));
            }
        }
        for (org.apache.arrow.vector.types.TimeUnit unit : org.apache.arrow.vector.types.TimeUnit.values()) {
            types.add(new ArrowType.Timestamp(unit, "UTC"));
            types.add(new ArrowType.Timestamp(unit, "Europe/Prague"));
        }
        types.add(new ArrowType.FixedSizeBinary(16));
        types.add(new ArrowType.FixedSizeBinary(3));
        return List.copyOf(types);
    }

    /** A schema of 1 to 8 columns, nested at most {@code depth} levels. */
    public Schema schema(int depth) {
        Map<String, String> metadata = random.nextBoolean() ? Map.of("made by", "chance") : Map.of();
        return new Schema(fields(depth, 1 + random.nextInt(8), false), metadata);
    }

    private List<Field> fields(int depth, int count, boolean nullable) {
        return IntStream.range(0, count)
                .mapToObj(index -> any("f" + index, depth, nullable || random.nextInt(3) > 0))
                .toList();
    }

    private Field any(String name, int depth, boolean nullable) {
        int kind = depth == 0 ? 0 : random.nextInt(14);
        return switch (kind) {
            case 6 -> list(name, ArrowType.List.INSTANCE, depth, nullable);
            case 7 -> list(name, ArrowType.LargeList.INSTANCE, depth, nullable);
            case 8 -> list(name, ArrowType.ListView.INSTANCE, depth, nullable);
            case 9 -> list(name, ArrowType.LargeListView.INSTANCE, depth, nullable);
            case 10 -> list(name, new ArrowType.FixedSizeList(random.nextInt(4)), depth, nullable);
            case 11 -> map(name, depth, nullable);
            case 12 ->
                field(name, ArrowType.Struct.INSTANCE, nullable, fields(depth - 1, 1 + random.nextInt(3), false));
            case 13 -> union(name, depth, nullable);
            case 5 -> runs(name, nullable);
            case 4 -> dictionary(name, nullable);
            case 3 -> extension(name, nullable);
            default -> field(name, LEAVES.get(random.nextInt(LEAVES.size())), nullable, List.of());
        };
    }

    private Field field(String name, ArrowType type, boolean nullable, List<Field> children) {
        boolean isNullable = nullable || type instanceof ArrowType.Null;
        Map<String, String> metadata = random.nextInt(5) == 0 ? Map.of("unit", "m/s", "b", "") : Map.of();
        return new Field(name, new FieldType(isNullable, type, null, metadata), children);
    }

    private Field list(String name, ArrowType type, int depth, boolean nullable) {
        String element = random.nextBoolean() ? "element" : "item";
        return field(name, type, nullable, List.of(any(element, depth - 1, random.nextBoolean())));
    }

    private Field map(String name, int depth, boolean nullable) {
        boolean isUsual = random.nextBoolean();
        ArrowType keyType = random.nextBoolean() ? ArrowType.Utf8.INSTANCE : new ArrowType.Int(32, false);
        Field key = new Field(isUsual ? "key" : "k", new FieldType(false, keyType, null), List.of());
        Field value = any(isUsual ? "value" : "v", depth - 1, random.nextBoolean());
        Field entries = new Field(
                isUsual ? "entries" : "pairs",
                new FieldType(false, ArrowType.Struct.INSTANCE, null),
                List.of(key, value));
        return field(name, new ArrowType.Map(random.nextBoolean()), nullable, List.of(entries));
    }

    private Field union(String name, int depth, boolean nullable) {
        List<Field> children = new ArrayList<>(fields(depth - 1, random.nextInt(3), true));
        children.add(0, field("first", new ArrowType.Int(32, true), true, List.of()));
        int[] typeIds = IntStream.range(0, children.size())
                .map(index -> index * 3 + (random.nextBoolean() ? 1 : 0))
                .toArray();
        UnionMode mode = random.nextBoolean() ? UnionMode.Sparse : UnionMode.Dense;
        return field(name, new ArrowType.Union(mode, typeIds), nullable, children);
    }

    private ArrowType valueType() {
        ArrowType type = LEAVES.get(random.nextInt(LEAVES.size()));
        return type instanceof ArrowType.Null ? ArrowType.Utf8.INSTANCE : type;
    }

    private Field runs(String name, boolean nullable) {
        ArrowType ends = new ArrowType.Int(new int[] {16, 32, 64}[random.nextInt(3)], true);
        Field runEnds = new Field("run_ends", FieldType.notNullable(ends), List.of());
        Field values = new Field("values", new FieldType(nullable, valueType(), null), List.of());
        return field(name, ArrowType.RunEndEncoded.INSTANCE, nullable, List.of(runEnds, values));
    }

    private Field dictionary(String name, boolean nullable) {
        ArrowType.Int index = new ArrowType.Int(new int[] {8, 16, 32, 64}[random.nextInt(4)], random.nextBoolean());
        DictionaryEncoding encoding = new DictionaryEncoding(dictionaryCount++, random.nextBoolean(), index);
        return new Field(name, new FieldType(nullable, valueType(), encoding), List.of());
    }

    private Field extension(String name, boolean nullable) {
        return switch (random.nextInt(5)) {
            case 0 -> extension(name, nullable, new ArrowType.FixedSizeBinary(16), "arrow.uuid");
            case 1 -> extension(name, nullable, ArrowType.LargeUtf8.INSTANCE, "arrow.json");
            case 2 -> extension(name, nullable, new ArrowType.Int(8, true), "arrow.bool8");
            case 3 -> extension(name, nullable, ArrowType.Binary.INSTANCE, "arrow.opaque");
            default -> extension(name, nullable, ArrowType.Utf8.INSTANCE, "example.unheard");
        };
    }

    /** A field of extension type {@code extension} that is stored as {@code type}. */
    static Field extension(String name, boolean nullable, ArrowType type, String extension) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("ARROW:extension:name", extension);
        metadata.put("ARROW:extension:metadata", extension.equals("arrow.opaque") ? "{\"type_name\":\"x\"}" : "");
        return new Field(name, new FieldType(nullable, type, null, metadata), List.of());
    }
}
