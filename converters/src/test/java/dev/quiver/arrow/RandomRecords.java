/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Connect schemas of every type, nested at random, and structs of them with extreme and empty values, from a seed. */
public final class RandomRecords {
    private static final int LEAF_KINDS = 13;
    private static final int KINDS = 16;

    private final Random random;

    /** All that follows depends on {@code seed} alone. */
    public RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    /** A struct of 1 to 8 columns, nested at most {@code depth} levels below the row. */
    public Schema schema(int depth) {
        return struct(depth, false);
    }

    /** {@code count} rows of {@code schema}. */
    public List<Struct> rows(Schema schema, int count) {
        List<Struct> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(struct(schema));
        }
        return rows;
    }

    private Schema struct(int depth, boolean optional) {
        SchemaBuilder builder = SchemaBuilder.struct().name("s" + random.nextInt(1000));
        int columnCount = 1 + random.nextInt(8);
        for (int column = 0; column < columnCount; column++) {
            builder.field("c" + column, any(depth));
        }
        return optional ? builder.optional().build() : builder.build();
    }

    private Schema any(int depth) {
        boolean optional = random.nextInt(3) > 0;
        int kind = random.nextInt(depth == 0 ? LEAF_KINDS : KINDS);
        if (kind == KINDS - 1) {
            return struct(depth - 1, optional);
        }
        SchemaBuilder builder = switch (kind) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.string();
            case 8 -> SchemaBuilder.bytes();
            case 9 -> decimal();
            case 10 -> Date.builder();
            case 11 -> Time.builder();
            case 12 -> Timestamp.builder();
            case 13 -> SchemaBuilder.array(any(depth - 1));
            default -> SchemaBuilder.map(key(), any(depth - 1));
        };
        return optional ? builder.optional().build() : builder.build();
    }

    private Schema key() {
        return switch (random.nextInt(3)) {
            case 0 -> Schema.INT32_SCHEMA;
            case 1 -> Schema.INT64_SCHEMA;
            default -> Schema.STRING_SCHEMA;
        };
    }

    private SchemaBuilder decimal() {
        int precision = 1 + random.nextInt(TypeTable.DECIMAL_128_PRECISION_MAX);
        return Decimal.builder(random.nextInt(precision + 1))
                .parameter(Parameters.DECIMAL_PRECISION, Integer.toString(precision));
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            struct.put(field, value(field.schema()));
        }
        return struct;
    }

    private @Nullable Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(4) == 0) {
            return null;
        }
        return switch (schema.type()) {
            case INT8 -> (byte) number();
            case INT16 -> (short) number();
            case INT32 -> int32(schema);
            case INT64 ->
                schema.name() == null
                        ? (Object) number()
                        : new java.util.Date(number() % TimeUnit.DAYS.toMillis(90_000));
            case FLOAT32 -> float32();
            case FLOAT64 -> float64();
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> bytes(schema);
            case ARRAY -> list(schema);
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
        };
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> 0;
            case 3 -> random.nextInt(10);
            default -> random.nextLong();
        };
    }

    private Object int32(Schema schema) {
        if (Date.LOGICAL_NAME.equals(schema.name())) {
            return new java.util.Date(TimeUnit.DAYS.toMillis(random.nextInt(200_000) - 100_000));
        }
        if (Time.LOGICAL_NAME.equals(schema.name())) {
            return new java.util.Date(random.nextInt((int) TimeUnit.DAYS.toMillis(1)));
        }
        return (int) number();
    }

    private Float float32() {
        float[] extremes = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
        int kind = random.nextInt(extremes.length * 3);
        return kind < extremes.length ? extremes[kind] : random.nextFloat();
    }

    private Double float64() {
        double[] extremes = {0d, -0d, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE};
        int kind = random.nextInt(extremes.length * 3);
        return kind < extremes.length ? extremes[kind] : random.nextGaussian();
    }

    private String text() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "a'b\"c\\d\n\u0000\t";
            case 2 -> "žluťoučký 🐎 " + random.nextInt(5);
            case 3 -> "w".repeat(random.nextInt(300));
            default -> "v" + random.nextInt(20);
        };
    }

    private Object bytes(Schema schema) {
        if (Decimal.LOGICAL_NAME.equals(schema.name())) {
            int precision = Integer.parseInt(schema.parameters().get(Parameters.DECIMAL_PRECISION));
            int scale = Integer.parseInt(schema.parameters().get(Decimal.SCALE_FIELD));
            BigInteger limit = BigInteger.TEN.pow(precision);
            BigInteger unscaled =
                    random.nextInt(4) == 0 ? limit.subtract(BigInteger.ONE) : new BigInteger(140, random).mod(limit);
            return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
        }
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(40)];
        random.nextBytes(bytes);
        return random.nextBoolean() ? bytes : ByteBuffer.wrap(bytes);
    }

    private List<@Nullable Object> list(Schema schema) {
        List<@Nullable Object> list = new ArrayList<>();
        int length = random.nextInt(4) * random.nextInt(3);
        for (int index = 0; index < length; index++) {
            list.add(value(schema.valueSchema()));
        }
        return list;
    }

    private Map<Object, @Nullable Object> map(Schema schema) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        int length = random.nextInt(4);
        for (int index = 0; index < length; index++) {
            Object key = value(schema.keySchema());
            if (key != null) {
                map.put(key, value(schema.valueSchema()));
            }
        }
        return map;
    }
}
