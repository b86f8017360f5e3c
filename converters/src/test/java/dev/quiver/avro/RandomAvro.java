/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Records of Avro schemas of every type, nested at random, with extreme and empty values, from a seed. */
public final class RandomAvro {
    private static final int LEAF_KINDS = 17;
    private static final int KINDS = 23;

    private final Random random;
    private int nameCount;

    /** All that follows depends on {@code seed} alone. */
    public RandomAvro(long seed) {
        this.random = new Random(seed);
    }

    /** A record of 1 to 8 fields, nested at most {@code depth} levels below it. */
    public Schema record(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int index = 0; index < count; index++) {
            fields.add(new Schema.Field("c" + index, any(depth)));
        }
        return Schema.createRecord("R" + nameCount++, null, "random", false, fields);
    }

    private Schema any(int depth) {
        Schema type = type(depth);
        Schema nothing = Schema.create(Schema.Type.NULL);
        return switch (type.isUnion() ? 0 : random.nextInt(4)) {
            case 1 -> Schema.createUnion(nothing, type);
            case 2 -> Schema.createUnion(type, nothing);
            default -> type;
        };
    }

    private Schema type(int depth) {
        return switch (random.nextInt(depth == 0 ? LEAF_KINDS : KINDS)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5, 6 -> Schema.create(Schema.Type.STRING);
            case 7 -> Schema.create(Schema.Type.BYTES);
            case 8 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 9 -> LogicalTypes.timeMillis().addToSchema(Schema.create(Schema.Type.INT));
            case 10 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 11 -> LogicalTypes.decimal(18, 3).addToSchema(Schema.create(Schema.Type.BYTES));
            case 12 -> LogicalTypes.decimal(38, 0).addToSchema(Schema.create(Schema.Type.BYTES));
            case 13 -> connectInt("int8");
            case 14 -> connectInt("int16");
            case 15 -> Schema.createFixed("F" + nameCount++, null, "random", 1 + random.nextInt(5));
            case 16 -> Schema.createEnum("E" + nameCount++, null, "random", List.of("A", "B", "Ä"));
            case 17 -> Schema.createArray(any(depth - 1));
            case 18 -> Schema.createMap(any(depth - 1));
            case 19, 20 -> record(depth - 1);
            case 21 -> choice(depth);
            default -> Schema.createArray(record(depth - 1));
        };
    }

    private static Schema connectInt(String type) {
        Schema schema = Schema.create(Schema.Type.INT);
        schema.addProp("connect.type", type);
        return schema;
    }

    private Schema choice(int depth) {
        List<Schema> types = new ArrayList<>(List.of(
                Schema.create(Schema.Type.LONG),
                Schema.create(Schema.Type.STRING),
                record(depth - 1),
                Schema.createEnum("E" + nameCount++, null, "random", List.of("A", "B"))));
        if (random.nextBoolean()) {
            types.add(random.nextInt(types.size()), Schema.create(Schema.Type.NULL));
        }
        return Schema.createUnion(types);
    }

    /** A value of {@code schema} as Avro's generic writer takes it. */
    public @Nullable Object value(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> whole32(schema);
            case LONG -> random.nextInt(4) == 0 ? random.nextLong() : (long) random.nextInt(100) - 50;
            case FLOAT -> random.nextInt(8) == 0 ? Float.NaN : random.nextFloat();
            case DOUBLE -> random.nextInt(8) == 0 ? Double.NEGATIVE_INFINITY : random.nextDouble();
            case STRING -> text();
            case BYTES -> bytes(schema);
            case FIXED -> new GenericData.Fixed(schema, random(schema.getFixedSize()));
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(index -> value(schema.getElementType()))
                        .toList();
            case MAP -> map(schema);
            case RECORD -> row(schema);
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
        };
    }

    private Map<String, @Nullable Object> map(Schema schema) {
        Map<String, @Nullable Object> map = new HashMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            map.put(text(), value(schema.getValueType()));
        }
        return map;
    }

    private GenericData.Record row(Schema schema) {
        GenericData.Record row = new GenericData.Record(schema);
        schema.getFields().forEach(field -> row.put(field.pos(), value(field.schema())));
        return row;
    }

    private int whole32(Schema schema) {
        if (schema.getLogicalType() instanceof LogicalTypes.TimeMillis) {
            return random.nextInt(86_400_000);
        }
        if (schema.getLogicalType() instanceof LogicalTypes.Date) {
            return random.nextInt(40_000) - 20_000;
        }
        return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(100) - 50;
    }

    private String text() {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "größe " + random.nextInt(10);
            case 2 -> "🙂".repeat(random.nextInt(4));
            case 3 -> "a longer text of many letters, all of which are plain ones ".repeat(1 + random.nextInt(3));
            default -> Integer.toString(random.nextInt(100_000), 36);
        };
    }

    private ByteBuffer bytes(Schema schema) {
        boolean isDecimal = schema.getLogicalType() instanceof LogicalTypes.Decimal;
        return ByteBuffer.wrap(random(isDecimal ? 1 + random.nextInt(7) : random.nextInt(20)));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
