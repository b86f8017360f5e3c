/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A column without children: one small class per type, chosen once per schema. */
sealed interface ScalarColumn extends ColumnBuilder {
    /** Milliseconds of a day. */
    long MS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    /** INT8. */
    record Int8(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Byte number) {
                storage.appendByte(number);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** INT16. */
    record Int16(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Short number) {
                storage.appendShort(number);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** INT32. */
    record Int32(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Integer number) {
                storage.appendInt(number);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** INT32 as 64 bits. */
    record LongOfInt32(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Integer number) {
                storage.appendLong(number);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** INT64. */
    record Int64(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Long number) {
                storage.appendLong(number);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** FLOAT32, every NaN with its bits. */
    record Float32(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Float number) {
                storage.appendInt(Float.floatToRawIntBits(number));
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** FLOAT64, every NaN with its bits. */
    record Float64(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Double number) {
                storage.appendLong(Double.doubleToRawLongBits(number));
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** BOOLEAN. */
    record Bool(Column column, BitStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Boolean bit) {
                storage.append(bit);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** STRING as UTF-8; a surrogate without its partner becomes {@code ?}. */
    record Utf8(Column column, VariableStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof String text) {
                storage.append(text);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** BYTES, as an array or a buffer. */
    record Binary(Column column, VariableStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof byte[] bytes) {
                storage.append(bytes);
            } else if (value instanceof ByteBuffer buffer) {
                storage.append(buffer);
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** Connect's Date: midnight UTC as days since 1970. */
    record Day(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Date date)) {
                column.appendOther(storage, value);
                return;
            }
            long days = Math.floorDiv(date.getTime(), MS_PER_DAY);
            if (days * MS_PER_DAY != date.getTime()) {
                throw column.refused("the date has a time of day");
            }
            if ((int) days != days) {
                throw column.refused("the date is out of range, days since 1970 must fit 32 bits");
            }
            storage.appendInt((int) days);
        }
    }

    /** Connect's Time: a moment of 1970-01-01 UTC as milliseconds since midnight. */
    record TimeOfDay(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Date time)) {
                column.appendOther(storage, value);
                return;
            }
            long ms = time.getTime();
            if (ms < 0 || ms >= MS_PER_DAY) {
                throw column.refused("the time of day must be at least 0 and below " + MS_PER_DAY + " ms");
            }
            storage.appendInt((int) ms);
        }
    }

    /** Connect's Timestamp: milliseconds since 1970 UTC. */
    record Instant(Column column, FixedStorage storage) implements ScalarColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Date instant) {
                storage.appendLong(instant.getTime());
            } else {
                column.appendOther(storage, value);
            }
        }
    }
}
