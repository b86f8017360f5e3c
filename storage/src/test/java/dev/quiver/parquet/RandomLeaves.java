/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Fields without children, and values for them: extremes, repeated ones and such that are nearly all distinct. */
final class RandomLeaves {
    private static final long DAY_MS = 86_400_000;

    /** An endless row of values in the bytes of a vector. */
    interface Values {
        byte[] next();
    }

    private final Random random;

    RandomLeaves(Random random) {
        this.random = random;
    }

    /** A field of any type. */
    Field field(String name, boolean nullable) {
        List<ArrowType> types = types();
        ArrowType type = types.get(random.nextInt(types.size()));
        Map<String, String> metadata = Map.of();
        if (type instanceof ArrowType.FixedSizeBinary bytes && bytes.getByteWidth() == 16 && random.nextBoolean()) {
            metadata = Map.of("ARROW:extension:name", "arrow.uuid");
        }
        boolean isNullable = nullable || type instanceof ArrowType.Null;
        return new Field(name, new FieldType(isNullable, type, null, metadata), null);
    }

    private List<ArrowType> types() {
        List<ArrowType> types = new ArrayList<>();
        for (int bits = Byte.SIZE; bits <= Long.SIZE; bits *= 2) {
            types.add(new ArrowType.Int(bits, true));
            types.add(new ArrowType.Int(bits, false));
        }
        for (FloatingPointPrecision precision : FloatingPointPrecision.values()) {
            types.add(new ArrowType.FloatingPoint(precision));
        }
        for (TimeUnit unit : TimeUnit.values()) {
            types.add(new ArrowType.Timestamp(unit, random.nextBoolean() ? "UTC" : null));
            types.add(new ArrowType.Duration(unit));
            boolean narrow = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND;
            types.add(new ArrowType.Time(unit, narrow ? Integer.SIZE : Long.SIZE));
        }
        types.add(new ArrowType.Date(DateUnit.DAY));
        types.add(new ArrowType.Date(DateUnit.MILLISECOND));
        int precision = 1 + random.nextInt(38);
        types.add(new ArrowType.Decimal(precision, random.nextInt(precision + 1), 128));
        types.add(new ArrowType.Decimal(precision, random.nextInt(precision + 1), 256));
        types.add(new ArrowType.FixedSizeBinary(1 + random.nextInt(20)));
        types.add(new ArrowType.FixedSizeBinary(16));
        for (IntervalUnit unit : IntervalUnit.values()) {
            types.add(new ArrowType.Interval(unit));
        }
        types.add(new ArrowType.Bool());
        types.add(new ArrowType.Null());
        for (int repeat = 0; repeat < 2; repeat++) {
            types.add(new ArrowType.Utf8());
            types.add(new ArrowType.LargeUtf8());
            types.add(new ArrowType.Utf8View());
            types.add(new ArrowType.Binary());
            types.add(new ArrowType.LargeBinary());
            types.add(new ArrowType.BinaryView());
        }
        return types;
    }

    /** Values of {@code type}, of which more or fewer are distinct. */
    Values values(ArrowType type) {
        int distinct = List.of(1, 3, 40, 1_000_000).get(random.nextInt(4));
        List<byte[]> seen = new ArrayList<>();
        return () -> {
            if (seen.size() < distinct) {
                seen.add(value(type));
                return seen.get(seen.size() - 1);
            }
            return seen.get(random.nextInt(seen.size()));
        };
    }

    private byte[] value(ArrowType type) {
        return switch (type.getTypeID()) {
            case Int -> little(number(), ((ArrowType.Int) type).getBitWidth() / Byte.SIZE);
            case FloatingPoint -> floating(((ArrowType.FloatingPoint) type).getPrecision());
            case Bool -> new byte[] {(byte) random.nextInt(2)};
            case Date ->
                ((ArrowType.Date) type).getUnit() == DateUnit.DAY ? little(days(), 4) : little(days() * DAY_MS, 8);
            case Time -> time((ArrowType.Time) type);
            case Timestamp, Duration -> little(random.nextInt() * 1000L + random.nextInt(1000), Long.BYTES);
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Interval -> interval(((ArrowType.Interval) type).getUnit());
            case FixedSizeBinary -> bytes(((ArrowType.FixedSizeBinary) type).getByteWidth());
            case Utf8, LargeUtf8, Utf8View -> text().getBytes(StandardCharsets.UTF_8);
            default -> bytes(length());
        };
    }

    private byte[] interval(IntervalUnit unit) {
        return switch (unit) {
            case YEAR_MONTH -> little(number(), Integer.BYTES);
            case DAY_TIME -> bytes(2 * Integer.BYTES);
            case MONTH_DAY_NANO -> bytes(2 * Integer.BYTES + Long.BYTES);
        };
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> -1;
            case 2 -> random.nextInt(10);
            case 3 -> random.nextInt(100_000) - 50_000;
            default -> random.nextLong();
        };
    }

    private long days() {
        return random.nextInt(200_000) - 100_000L;
    }

    private static byte[] little(long value, int width) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        return java.util.Arrays.copyOf(bytes.array(), width);
    }

    private byte[] floating(FloatingPointPrecision precision) {
        double[] extremes = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        double value = random.nextInt(4) == 0 ? extremes[random.nextInt(extremes.length)] : random.nextGaussian() * 99;
        return switch (precision) {
            case HALF -> little(random.nextInt(1 << 16), Short.BYTES);
            case SINGLE -> little(Float.floatToRawIntBits((float) value), Float.BYTES);
            case DOUBLE -> little(Double.doubleToRawLongBits(value), Double.BYTES);
        };
    }

    private byte[] time(ArrowType.Time type) {
        long second = random.nextInt(86_400);
        return switch (type.getUnit()) {
            case SECOND -> little(second, Integer.BYTES);
            case MILLISECOND -> little(second * 1_000 + random.nextInt(1_000), Integer.BYTES);
            case MICROSECOND -> little(second * 1_000_000 + random.nextInt(1_000_000), Long.BYTES);
            case NANOSECOND -> little(second * 1_000_000_000 + random.nextInt(1_000_000_000), Long.BYTES);
        };
    }

    private byte[] decimal(ArrowType.Decimal type) {
        BigInteger bound = BigInteger.TEN.pow(1 + random.nextInt(type.getPrecision()));
        BigInteger value = new BigInteger(140, random).mod(bound);
        byte[] big = (random.nextBoolean() ? value.negate() : value).toByteArray();
        byte[] little = new byte[type.getBitWidth() / Byte.SIZE];
        java.util.Arrays.fill(little, (byte) (big[0] < 0 ? -1 : 0));
        for (int digit = 0; digit < big.length; digit++) {
            little[digit] = big[big.length - 1 - digit];
        }
        return little;
    }

    private int length() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> 60 + random.nextInt(20);
            case 2 -> random.nextInt(400);
            default -> random.nextInt(20);
        };
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        if (random.nextInt(8) == 0) {
            java.util.Arrays.fill(bytes, (byte) 0xFF);
        } else {
            random.nextBytes(bytes);
        }
        return bytes;
    }

    private String text() {
        int length = length();
        StringBuilder text = new StringBuilder("https:/".substring(0, random.nextInt(8)));
        while (text.length() < length) {
            text.appendCodePoint(random.nextInt(6) == 0 ? 0x400 + random.nextInt(0x1F000) : 'a' + random.nextInt(26));
        }
        return text.codePoints()
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
