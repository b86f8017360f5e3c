/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/**
 * What an Arrow type is in Connect when nothing else is known of it. The name implies version 1; the parameters hold
 * what is needed to find the way back.
 */
record DerivedType(Schema.Type type, @Nullable String name, Map<String, String> parameters) {
    private static final TypeTable TABLE = new TypeTable(TypeOptions.DEFAULTS);
    private static final int UNSIGNED_LONG_DIGITS = 20;

    /** What was worked out before, for as many types as one may expect: schemas repeat a few. */
    private static final Map<ArrowType, DerivedType> KNOWN = new ConcurrentHashMap<>();

    private static final int KNOWN_MAX = 256;

    /** No zone has a longer name, but records may say that theirs has. */
    private static final int KNOWN_ZONE_LENGTH_MAX = 64;

    DerivedType {
        parameters = Map.copyOf(parameters);
    }

    /** The version that goes with the name. */
    @Nullable
    Integer version() {
        return name == null || name.equals(LogicalNames.UNION) ? null : Integer.valueOf(1);
    }

    /** What {@code type} is in Connect; the time zone and whatever else the bare type has is among the parameters. */
    static DerivedType of(ArrowType type) {
        DerivedType known = KNOWN.get(type);
        if (known != null) {
            return known;
        }
        DerivedType derived = worked(type);
        boolean isShort = !(type instanceof ArrowType.Timestamp timestamp)
                || timestamp.getTimezone() == null
                || timestamp.getTimezone().length() <= KNOWN_ZONE_LENGTH_MAX;
        if (isShort && KNOWN.size() < KNOWN_MAX) {
            KNOWN.put(type, derived);
        }
        return derived;
    }

    private static DerivedType worked(ArrowType type) {
        DerivedType derived = named(type);
        Schema schema = new ConnectSchema(
                derived.type(), true, null, derived.name(), null, null, derived.parameters(), null, null, null);
        return TABLE.arrowType("", schema).equals(type)
                ? derived
                : derived.with(Parameters.TYPE, ArrowTypeNames.name(type));
    }

    /** This with one more parameter. */
    DerivedType with(String parameter, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(parameter, value);
        return new DerivedType(type, name, more);
    }

    /** The Connect type that holds the values of {@code type}. */
    static Schema.Type connectType(ArrowType type) {
        return named(type).type();
    }

    /**
     * Whether values of a schema called {@code name} mean the same in {@code type}: a unit of time must be the one that
     * the name says, unless Connect's own types are converted.
     */
    static boolean mayBeNamed(ArrowType type, @Nullable String name) {
        String derived = named(type).name();
        boolean isScaled = switch (type.getTypeID()) {
            case Timestamp -> ((ArrowType.Timestamp) type).getUnit() == TimeUnit.SECOND;
            case Time -> ((ArrowType.Time) type).getUnit() == TimeUnit.SECOND;
            case Date -> ((ArrowType.Date) type).getUnit() == DateUnit.MILLISECOND;
            default -> false;
        };
        boolean isTemporal =
                name != null && (name.startsWith("io.debezium.time.") || LogicalValue.CONNECT_TYPES.contains(name));
        boolean isConverted = Timestamp.LOGICAL_NAME.equals(name) && type instanceof ArrowType.Timestamp;
        return isConverted || Objects.equals(name, derived) || (!isTemporal && !isScaled);
    }

    private static DerivedType plain(Schema.Type type) {
        return new DerivedType(type, null, Map.of());
    }

    private static DerivedType named(Schema.Type type, String name) {
        return new DerivedType(type, name, Map.of());
    }

    private static DerivedType named(ArrowType type) {
        return switch (type.getTypeID()) {
            case Int -> integer((ArrowType.Int) type);
            case FloatingPoint -> floating((ArrowType.FloatingPoint) type);
            case Bool -> plain(Schema.Type.BOOLEAN);
            case Null, Utf8, LargeUtf8, Utf8View -> plain(Schema.Type.STRING);
            case Binary, LargeBinary, BinaryView -> plain(Schema.Type.BYTES);
            case FixedSizeBinary ->
                plain(Schema.Type.BYTES)
                        .with(
                                Parameters.FIXED_BYTES,
                                Integer.toString(((ArrowType.FixedSizeBinary) type).getByteWidth()));
            case Decimal -> decimal((ArrowType.Decimal) type);
            case Date -> named(Schema.Type.INT32, Date.LOGICAL_NAME);
            case Time -> time(((ArrowType.Time) type).getUnit());
            case Timestamp -> timestamp((ArrowType.Timestamp) type);
            case Duration -> duration(((ArrowType.Duration) type).getUnit());
            case Interval -> interval(((ArrowType.Interval) type).getUnit());
            case List, LargeList, ListView, LargeListView -> plain(Schema.Type.ARRAY);
            case FixedSizeList ->
                plain(Schema.Type.ARRAY)
                        .with(Parameters.FIXED_SIZE, Integer.toString(((ArrowType.FixedSizeList) type).getListSize()));
            case Map -> plain(Schema.Type.MAP);
            case Struct -> plain(Schema.Type.STRUCT);
            case Union -> named(Schema.Type.STRUCT, LogicalNames.UNION);
            case RunEndEncoded, NONE -> throw new IllegalArgumentException("Arrow type " + type + " has no values");
        };
    }

    private static DerivedType integer(ArrowType.Int type) {
        int width = type.getIsSigned() ? type.getBitWidth() : type.getBitWidth() * 2;
        return switch (width) {
            case Byte.SIZE -> plain(Schema.Type.INT8);
            case Short.SIZE -> plain(Schema.Type.INT16);
            case Integer.SIZE -> plain(Schema.Type.INT32);
            case Long.SIZE -> plain(Schema.Type.INT64);
            default -> decimal(UNSIGNED_LONG_DIGITS, 0);
        };
    }

    private static DerivedType floating(ArrowType.FloatingPoint type) {
        return switch (type.getPrecision()) {
            case HALF, SINGLE -> plain(Schema.Type.FLOAT32);
            case DOUBLE -> plain(Schema.Type.FLOAT64);
        };
    }

    private static DerivedType decimal(ArrowType.Decimal type) {
        return decimal(type.getPrecision(), type.getScale());
    }

    private static DerivedType decimal(int precision, int scale) {
        DerivedType decimal =
                named(Schema.Type.BYTES, Decimal.LOGICAL_NAME).with(Decimal.SCALE_FIELD, Integer.toString(scale));
        return precision == TypeTable.DECIMAL_PRECISION_DEFAULT
                ? decimal
                : decimal.with(Parameters.DECIMAL_PRECISION, Integer.toString(precision));
    }

    private static DerivedType time(TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> named(Schema.Type.INT32, Time.LOGICAL_NAME);
            case MICROSECOND -> named(Schema.Type.INT64, LogicalNames.MICRO_TIME);
            case NANOSECOND -> named(Schema.Type.INT64, LogicalNames.NANO_TIME);
        };
    }

    private static DerivedType timestamp(ArrowType.Timestamp type) {
        String timezone = type.getTimezone();
        DerivedType derived = named(
                Schema.Type.INT64,
                switch (type.getUnit()) {
                    case SECOND, MILLISECOND ->
                        timezone == null ? LogicalNames.DEBEZIUM_TIMESTAMP : Timestamp.LOGICAL_NAME;
                    case MICROSECOND -> LogicalNames.MICRO_TIMESTAMP;
                    case NANOSECOND -> LogicalNames.NANO_TIMESTAMP;
                });
        boolean implied = Timestamp.LOGICAL_NAME.equals(derived.name()) ? "UTC".equals(timezone) : timezone == null;
        return implied ? derived : derived.with(Parameters.TIMEZONE, timezone == null ? "" : timezone);
    }

    private static DerivedType duration(TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> plain(Schema.Type.INT64);
            case MICROSECOND -> named(Schema.Type.INT64, LogicalNames.MICRO_DURATION);
            case NANOSECOND -> named(Schema.Type.INT64, LogicalNames.NANO_DURATION);
        };
    }

    private static DerivedType interval(IntervalUnit unit) {
        return switch (unit) {
            case YEAR_MONTH -> plain(Schema.Type.INT32);
            case DAY_TIME, MONTH_DAY_NANO -> plain(Schema.Type.STRUCT);
        };
    }

    /**
     * This as Connect's {@code Timestamp} of milliseconds, or this itself if it is not a finer timestamp.
     *
     * @param type the Arrow type that this was derived from
     */
    DerivedType truncated(ArrowType type) {
        if (!(type instanceof ArrowType.Timestamp timestamp) || Timestamp.LOGICAL_NAME.equals(name)) {
            return this;
        }
        String timezone = timestamp.getTimezone() == null ? "" : timestamp.getTimezone();
        return named(Schema.Type.INT64, Timestamp.LOGICAL_NAME)
                .with(Parameters.TYPE, ArrowTypeNames.name(type))
                .with(Parameters.TIMEZONE, timezone);
    }
}
