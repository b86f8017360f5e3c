/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Date;
import org.jspecify.annotations.Nullable;

/** A date, time or timestamp in another unit than Connect has it. */
sealed interface TemporalColumn extends ColumnBuilder {
    /** Debezium's Time: milliseconds since midnight, less than a day. */
    record Millis(Column column, FixedStorage storage, int max) implements TemporalColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Integer number)) {
                column.appendOther(storage, value);
                return;
            }
            column.requireWithin(number, 0, max);
            storage.appendInt(number);
        }
    }

    /** Debezium's MicroTime and NanoTime: units since midnight, less than a day. */
    record Fine(Column column, FixedStorage storage, long max) implements TemporalColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Long number)) {
                column.appendOther(storage, value);
                return;
            }
            column.requireWithin(number, 0, max);
            storage.appendLong(number);
        }
    }

    /** Connect's Timestamp in microseconds or nanoseconds. */
    record Multiplied(Column column, FixedStorage storage, long perMillisecond) implements TemporalColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Date instant)) {
                column.appendOther(storage, value);
                return;
            }
            storage.appendLong(column.multiplied(instant.getTime(), perMillisecond));
        }
    }

    /** Connect's Timestamp, or Debezium's, in seconds. */
    record Seconds(Column column, FixedStorage storage) implements TemporalColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Date instant) {
                storage.appendLong(column.seconds(instant.getTime()));
            } else if (value instanceof Long ms) {
                storage.appendLong(column.seconds(ms));
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** Connect's Time in seconds since midnight. */
    record SecondsOfDay(Column column, FixedStorage storage) implements TemporalColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Date time)) {
                column.appendOther(storage, value);
                return;
            }
            column.requireWithin(time.getTime(), 0, ScalarColumn.MS_PER_DAY - 1);
            storage.appendInt((int) column.seconds(time.getTime()));
        }
    }

    /** Connect's Date in milliseconds since 1970. */
    record DayInMillis(Column column, FixedStorage storage) implements TemporalColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Date date)) {
                column.appendOther(storage, value);
                return;
            }
            if (date.getTime() % ScalarColumn.MS_PER_DAY != 0) {
                throw column.refused("the date has a time of day");
            }
            storage.appendLong(date.getTime());
        }
    }
}
