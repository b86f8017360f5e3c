/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;

/** Sets values of one vector of {@link FlatRecords} through Arrow's own setters. */
sealed interface VectorColumn {
    FieldVector vector();

    /** Sets the value at {@code row}, which is not null, and grows the vector if it must. */
    void set(int row, Object value);

    static VectorColumn of(FieldVector vector) {
        if (vector instanceof VarCharVector texts) {
            return new Texts(texts);
        }
        if (vector instanceof IntVector ints) {
            return new Ints(ints);
        }
        if (vector instanceof BigIntVector longs) {
            return new Longs(longs);
        }
        if (vector instanceof Float8Vector doubles) {
            return new Doubles(doubles);
        }
        if (vector instanceof BitVector bits) {
            return new Bits(bits);
        }
        if (vector instanceof TimeStampMilliTZVector instants) {
            return new Instants(instants);
        }
        if (vector instanceof DateDayVector days) {
            return new Days(days);
        }
        return new Decimals((DecimalVector) vector);
    }

    /** STRING. */
    record Texts(VarCharVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** INT32. */
    record Ints(IntVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, (Integer) value);
        }
    }

    /** INT64. */
    record Longs(BigIntVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, (Long) value);
        }
    }

    /** FLOAT64. */
    record Doubles(Float8Vector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, (Double) value);
        }
    }

    /** BOOLEAN. */
    record Bits(BitVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, (Boolean) value ? 1 : 0);
        }
    }

    /** Timestamp. */
    record Instants(TimeStampMilliTZVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, ((Date) value).getTime());
        }
    }

    /** Date. */
    record Days(DateDayVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, (int) TimeUnit.MILLISECONDS.toDays(((Date) value).getTime()));
        }
    }

    /** Decimal. */
    record Decimals(DecimalVector vector) implements VectorColumn {
        @Override
        public void set(int row, Object value) {
            vector.setSafe(row, (BigDecimal) value);
        }
    }
}
