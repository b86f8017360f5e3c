/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** How the values of a type are written in a path, in the form that query engines parse again. */
interface PartitionValue {
    /** Longer segments are too long for a path. */
    int DIGITS_MAX = 255;

    /** The text of {@code value}, which is not null. */
    String text(Object value);

    /**
     * The form for values of {@code schema}, or of any that tell their type themselves where there is none.
     *
     * @param what names the value in messages
     * @throws DataException if such values cannot name a directory
     */
    static PartitionValue of(String what, @Nullable Schema schema) {
        if (schema == null) {
            return value -> untyped(what, value);
        }
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8, INT16, FLOAT32, FLOAT64, BOOLEAN, STRING -> Object::toString;
            case INT32 -> int32(what, name);
            case INT64 ->
                value -> value instanceof java.util.Date date
                        ? Instant.ofEpochMilli(date.getTime()).toString()
                        : value.toString();
            case BYTES -> {
                if (!name.equals(Decimal.LOGICAL_NAME)) {
                    throw unfit(what, schema);
                }
                yield value -> plain(what, (BigDecimal) value);
            }
            case ARRAY, MAP, STRUCT -> throw unfit(what, schema);
        };
    }

    /** A record says how many zeros its number has, and may say a thousand million. */
    private static String plain(String what, BigDecimal value) {
        if (value.precision() + Math.abs((long) value.scale()) > DIGITS_MAX) {
            throw new DataException(
                    what + " has more than " + DIGITS_MAX + " digits and zeros and cannot be partitioned by");
        }
        return value.toPlainString();
    }

    private static PartitionValue int32(String what, String name) {
        if (name.equals(Date.LOGICAL_NAME)) {
            return value -> LocalDate.ofEpochDay(
                            Math.floorDiv(((java.util.Date) value).getTime(), TimeUnit.DAYS.toMillis(1)))
                    .toString();
        }
        if (name.equals(Time.LOGICAL_NAME)) {
            return value -> timeOfDay(what, ((java.util.Date) value).getTime());
        }
        return Object::toString;
    }

    private static String timeOfDay(String what, long ms) {
        if (ms < 0 || ms >= TimeUnit.DAYS.toMillis(1)) {
            throw new DataException(what + " is no time of day and cannot be partitioned by");
        }
        return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(ms)).toString();
    }

    private static String untyped(String what, Object value) {
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        throw new DataException(what + " is a " + value.getClass().getName() + " and cannot be partitioned by");
    }

    private static DataException unfit(String what, Schema schema) {
        return new DataException(what + " of type " + schema.type() + " cannot be partitioned by");
    }
}
