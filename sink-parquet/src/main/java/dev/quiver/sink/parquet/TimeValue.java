/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How the values of a type tell a time. */
interface TimeValue {
    /** A date, with a time of day if there is one, with an offset if there is one, as ISO 8601 writes them. */
    DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalEnd()
            .optionalEnd()
            .toFormatter(java.util.Locale.ROOT);

    /** Milliseconds since 1970 in UTC that {@code value} stands for, which is not null. */
    long ms(Object value);

    /**
     * The form of values of {@code schema}, or of any that tell their type themselves where there is none.
     *
     * @param what names the value in messages
     * @param unit that of numbers whose type does not tell
     * @param zone that of texts that do not tell
     * @throws DataException if such values tell no time
     */
    static TimeValue of(String what, @Nullable Schema schema, TimeUnit unit, ZoneId zone) {
        if (schema == null) {
            return value -> untyped(what, value, unit, zone);
        }
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT32 -> name.equals("io.debezium.time.Date") ? days() : number(unit);
            case INT64 -> number(unitOf(name, unit));
            case STRING -> value -> text(what, (String) value, zone);
            case INT8, INT16, FLOAT32, FLOAT64, BOOLEAN, BYTES, ARRAY, MAP, STRUCT ->
                throw new DataException(what + " of type " + schema.type() + " tells no time");
        };
    }

    private static TimeUnit unitOf(String name, TimeUnit otherwise) {
        return switch (name) {
            case "io.debezium.time.Timestamp" -> TimeUnit.MILLISECONDS;
            case "io.debezium.time.MicroTimestamp" -> TimeUnit.MICROSECONDS;
            case "io.debezium.time.NanoTimestamp" -> TimeUnit.NANOSECONDS;
            default -> otherwise;
        };
    }

    private static TimeValue days() {
        return value -> TimeUnit.DAYS.toMillis(((Number) value).longValue());
    }

    private static TimeValue number(TimeUnit unit) {
        return value -> value instanceof java.util.Date date ? date.getTime() : ms(((Number) value).longValue(), unit);
    }

    private static long ms(long number, TimeUnit unit) {
        long perMs = unit.convert(1, TimeUnit.MILLISECONDS);
        return perMs == 0 ? unit.toMillis(number) : Math.floorDiv(number, perMs);
    }

    private static long untyped(String what, Object value, TimeUnit unit, ZoneId zone) {
        if (value instanceof String text) {
            return text(what, text, zone);
        }
        if (value instanceof java.util.Date date) {
            return date.getTime();
        }
        if (value instanceof Long || value instanceof Integer) {
            return ms(((Number) value).longValue(), unit);
        }
        throw new DataException(what + " is a " + value.getClass().getName() + ", which tells no time");
    }

    private static long text(String what, String text, ZoneId zone) {
        try {
            TemporalAccessor time = ISO.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (time instanceof OffsetDateTime exact) {
                return exact.toInstant().toEpochMilli();
            }
            LocalDateTime local = time instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) time;
            return local.atZone(zone).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            // Without the cause, whose message has the value.
            throw new DataException(what + " is no time of ISO 8601");
        }
    }
}
