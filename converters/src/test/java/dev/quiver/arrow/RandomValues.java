/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Values that both a Connect schema and the Arrow type it becomes can hold, from a seed. */
public final class RandomValues {
    private static final long MS_PER_DAY = TimeUnit.DAYS.toMillis(1);
    private static final TypeTable TABLE = new TypeTable(TypeOptions.DEFAULTS);

    private final Random random;

    /** All that follows depends on {@code seed} alone. */
    public RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** {@code count} rows of {@code schema}. */
    public List<Struct> rows(Schema schema, int count) {
        List<Struct> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(struct(schema));
        }
        return rows;
    }

    /** A value of {@code schema}; null only where it is optional. */
    @Nullable
    Object value(Schema schema) {
        return schema.isOptional() && random.nextInt(4) == 0 ? null : present(schema);
    }

    private @Nullable Object present(Schema schema) {
        if (LogicalNames.ZONED_TIMESTAMP.equals(schema.name())) {
            return Instant.EPOCH
                    .plus(random.nextInt() * 1_000L, ChronoUnit.MICROS)
                    .toString();
        }
        if (LogicalNames.UUID.equals(schema.name())) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        if (LogicalNames.VARIABLE_SCALE_DECIMAL.equals(schema.name())) {
            return new Struct(schema)
                    .put(LogicalNames.SCALE_FIELD, random.nextInt(10))
                    .put(
                            LogicalNames.VALUE_FIELD,
                            new BigInteger(60, random).negate().toByteArray());
        }
        ArrowType type = TABLE.arrowType("", schema);
        return switch (type.getTypeID()) {
            case Null -> null;
            case Bool -> random.nextBoolean();
            case Int -> integer(schema, (ArrowType.Int) type);
            case FloatingPoint -> floating((ArrowType.FloatingPoint) type);
            case Utf8, LargeUtf8, Utf8View -> text();
            case Binary, LargeBinary, BinaryView -> bytes(random.nextInt(20));
            case FixedSizeBinary -> bytes(((ArrowType.FixedSizeBinary) type).getByteWidth());
            case Decimal -> decimal(schema, (ArrowType.Decimal) type);
            case Date -> date(schema);
            case Time -> time(schema, ((ArrowType.Time) type).getUnit());
            case Timestamp -> timestamp(schema, ((ArrowType.Timestamp) type).getUnit());
            case Duration -> number();
            case Interval -> interval(schema);
            case List, LargeList, ListView, LargeListView -> list(schema, random.nextInt(4));
            case FixedSizeList -> list(schema, ((ArrowType.FixedSizeList) type).getListSize());
            case Map -> map(schema);
            case Struct -> struct(schema);
            case Union -> alternative(schema);
            case RunEndEncoded, NONE -> throw new IllegalStateException(type.toString());
        };
    }

    private Struct struct(Schema schema) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = value(field.schema());
            if (value != null) {
                struct.put(field, value);
            }
        }
        return struct;
    }

    private @Nullable Object alternative(Schema schema) {
        List<Field> fields = schema.fields();
        Field chosen = fields.get(random.nextInt(fields.size()));
        Object value = present(chosen.schema());
        if (value != null) {
            return new Struct(schema).put(chosen, value);
        }
        return schema.isOptional()
                ? null
                : new Struct(schema).put(fields.get(0), present(fields.get(0).schema()));
    }

    private Object integer(Schema schema, ArrowType.Int type) {
        if (schema.type() == Schema.Type.BOOLEAN) {
            return random.nextBoolean();
        }
        int width = type.getBitWidth();
        if (type.getIsSigned()) {
            return sized(number() >> (Long.SIZE - width), schema.type());
        }
        BigInteger unsigned = new BigInteger(random.nextInt(width + 1), random);
        return width == Long.SIZE ? new BigDecimal(unsigned) : sized(unsigned.longValue(), schema.type());
    }

    private static Object sized(long number, Schema.Type type) {
        return switch (type) {
            case INT8 -> (byte) number;
            case INT16 -> (short) number;
            case INT32 -> (int) number;
            default -> number;
        };
    }

    private long number() {
        return random.nextInt(4) == 0 ? random.nextInt(5) : random.nextLong();
    }

    private Object floating(ArrowType.FloatingPoint type) {
        return switch (type.getPrecision()) {
            case HALF -> (random.nextInt(2048) - 1024) / 8f;
            case SINGLE -> random.nextInt(5) == 0 ? Float.NaN : random.nextFloat();
            case DOUBLE -> random.nextInt(5) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
        };
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "žluťoučký 🐎 " + random.nextInt(5);
            case 2 -> "w".repeat(random.nextInt(60));
            default -> "v" + random.nextInt(5);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private BigDecimal decimal(Schema schema, ArrowType.Decimal type) {
        int scale = Integer.parseInt(Parameters.of(schema).get(Decimal.SCALE_FIELD));
        int digits = Math.min(type.getPrecision(), type.getPrecision() + scale - type.getScale());
        BigInteger limit = BigInteger.TEN.pow(Math.max(1, digits));
        BigInteger unscaled = new BigInteger(limit.bitLength(), random).mod(limit);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), scale);
    }

    private Object date(Schema schema) {
        int days = random.nextInt(200_000) - 100_000;
        return LogicalValue.of(schema) == LogicalValue.DATE ? new Date(days * MS_PER_DAY) : (Object) days;
    }

    private Object time(Schema schema, org.apache.arrow.vector.types.TimeUnit unit) {
        int seconds = random.nextInt((int) TimeUnit.DAYS.toSeconds(1));
        int ms = seconds * 1_000 + random.nextInt(1_000);
        return switch (unit) {
            case SECOND -> new Date(seconds * 1_000L);
            case MILLISECOND -> LogicalValue.of(schema) == LogicalValue.TIME ? new Date(ms) : (Object) ms;
            case MICROSECOND -> ms * 1_000L + random.nextInt(1_000);
            case NANOSECOND -> ms * 1_000_000L + random.nextInt(1_000_000);
        };
    }

    private Object timestamp(Schema schema, org.apache.arrow.vector.types.TimeUnit unit) {
        long seconds = random.nextInt();
        boolean isDate = LogicalValue.of(schema) == LogicalValue.TIMESTAMP;
        return switch (unit) {
            case SECOND -> isDate ? new Date(seconds * 1_000) : (Object) (seconds * 1_000);
            case MILLISECOND -> isDate ? new Date(seconds * 1_000 + 7) : (Object) number();
            case MICROSECOND, NANOSECOND -> isDate ? new Date(seconds * 1_000 + 3) : (Object) number();
        };
    }

    private Object interval(Schema schema) {
        if (schema.type() == Schema.Type.INT32) {
            return random.nextInt();
        }
        Struct struct = new Struct(schema);
        schema.fields()
                .forEach(field ->
                        struct.put(field, sized(number(), field.schema().type())));
        return struct;
    }

    private List<@Nullable Object> list(Schema schema, int length) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int index = 0; index < length; index++) {
            list.add(value(schema.valueSchema()));
        }
        return list;
    }

    private Map<Object, @Nullable Object> map(Schema schema) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        int length = random.nextInt(4);
        for (int index = 0; index < length; index++) {
            Object key = present(schema.keySchema());
            if (key != null) {
                map.put(key, value(schema.valueSchema()));
            }
        }
        return map;
    }
}
