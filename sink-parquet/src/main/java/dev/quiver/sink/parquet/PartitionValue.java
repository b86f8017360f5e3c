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

/** How the values of a type are written in a path, in the form that query engines parse again. */
interface PartitionValue {
    /** The text of {@code value}, which is not null. */
    String text(Object value);

    /**
     * The form for values of {@code schema}.
     *
     * @throws DataException if such values cannot name a directory; the message names {@code path}
     */
    static PartitionValue of(String path, Schema schema) {
        String name = schema.name() == null ? "" : schema.name();
        return switch (schema.type()) {
            case INT8, INT16, FLOAT32, FLOAT64, BOOLEAN, STRING -> Object::toString;
            case INT32 -> int32(path, name);
            case INT64 ->
                value -> value instanceof java.util.Date date
                        ? Instant.ofEpochMilli(date.getTime()).toString()
                        : value.toString();
            case BYTES -> {
                if (!name.equals(Decimal.LOGICAL_NAME)) {
                    throw unfit(path, schema);
                }
                yield value -> ((BigDecimal) value).toPlainString();
            }
            case ARRAY, MAP, STRUCT -> throw unfit(path, schema);
        };
    }

    private static PartitionValue int32(String path, String name) {
        if (name.equals(Date.LOGICAL_NAME)) {
            return value -> LocalDate.ofEpochDay(
                            Math.floorDiv(((java.util.Date) value).getTime(), TimeUnit.DAYS.toMillis(1)))
                    .toString();
        }
        if (name.equals(Time.LOGICAL_NAME)) {
            return value -> timeOfDay(path, ((java.util.Date) value).getTime());
        }
        return Object::toString;
    }

    private static String timeOfDay(String path, long ms) {
        if (ms < 0 || ms >= TimeUnit.DAYS.toMillis(1)) {
            throw new DataException("field '" + path + "' is no time of day and cannot be partitioned by");
        }
        return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(ms)).toString();
    }

    private static DataException unfit(String path, Schema schema) {
        return new DataException("field '" + path + "' of type " + schema.type() + " cannot be partitioned by");
    }
}
