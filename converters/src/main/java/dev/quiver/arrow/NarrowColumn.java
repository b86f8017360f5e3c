/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.util.Float16;
import org.jspecify.annotations.Nullable;

/** A number of a Connect type that can hold more than the Arrow type; what does not fit is refused. */
sealed interface NarrowColumn extends ColumnBuilder {
    /** INT16 as unsigned 8 bits. */
    record UInt8(Column column, FixedStorage storage) implements NarrowColumn {
        private static final int MAX = 0xff;

        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Short number)) {
                column.appendOther(storage, value);
                return;
            }
            column.requireWithin(number, 0, MAX);
            storage.appendByte((byte) (short) number);
        }
    }

    /** INT32 as unsigned 16 bits. */
    record UInt16(Column column, FixedStorage storage) implements NarrowColumn {
        private static final int MAX = 0xffff;

        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Integer number)) {
                column.appendOther(storage, value);
                return;
            }
            column.requireWithin(number, 0, MAX);
            storage.appendShort((short) (int) number);
        }
    }

    /** INT64 as unsigned 32 bits. */
    record UInt32(Column column, FixedStorage storage) implements NarrowColumn {
        private static final long MAX = 0xffff_ffffL;

        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Long number)) {
                column.appendOther(storage, value);
                return;
            }
            column.requireWithin(number, 0, MAX);
            storage.appendInt((int) (long) number);
        }
    }

    /** Connect's Decimal of scale 0 as unsigned 64 bits. */
    record UInt64(Column column, FixedStorage storage) implements NarrowColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof BigDecimal number)) {
                column.appendOther(storage, value);
                return;
            }
            BigInteger whole = number.scale() == 0 ? number.unscaledValue() : BigInteger.ONE.negate();
            if (whole.signum() < 0 || whole.bitLength() > Long.SIZE) {
                throw column.refused("the number is not a whole one that 64 bits without sign can hold");
            }
            storage.appendLong(whole.longValue());
        }
    }

    /** FLOAT32 as a half. */
    record Float16Bits(Column column, FixedStorage storage) implements NarrowColumn {
        @Override
        public void append(@Nullable Object value) {
            if (!(value instanceof Float number)) {
                column.appendOther(storage, value);
                return;
            }
            short half = Float16.toFloat16(number);
            boolean isKept = Float.isNaN(number)
                    ? Float.isNaN(Float16.toFloat(half))
                    : Float.compare(Float16.toFloat(half), number) == 0;
            if (!isKept) {
                throw column.refused("the number has more digits than a half holds");
            }
            storage.appendShort(half);
        }
    }

    /** BOOLEAN as a byte of 0 or 1. */
    record Bool8(Column column, FixedStorage storage) implements NarrowColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value instanceof Boolean bit) {
                storage.appendByte((byte) (bit ? 1 : 0));
            } else {
                column.appendOther(storage, value);
            }
        }
    }

    /** A column of nulls. */
    record Nulls(Column column, NullStorage storage) implements NarrowColumn {
        @Override
        public void append(@Nullable Object value) {
            if (value != null) {
                throw column.refused("the column takes nothing but nulls");
            }
            storage.appendNull();
        }
    }
}
