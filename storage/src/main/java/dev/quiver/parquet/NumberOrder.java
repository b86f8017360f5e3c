/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** How the numbers of a column compare. */
enum NumberOrder {
    /** As signed integers. */
    SIGNED,
    /** As unsigned integers. */
    UNSIGNED,
    /** As 32-bit floating point numbers in IEEE 754's total order. */
    FLOAT,
    /** As 64-bit floating point numbers in IEEE 754's total order. */
    DOUBLE;

    private static final long FLOAT_INFINITY = 0x7F80_0000L;
    private static final long DOUBLE_INFINITY = 0x7FF0_0000_0000_0000L;

    /** The order of a column of {@code type}. */
    static NumberOrder of(PrimitiveType type) {
        if (type.getPrimitiveTypeName() == PrimitiveTypeName.FLOAT) {
            return FLOAT;
        }
        if (type.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE) {
            return DOUBLE;
        }
        return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()
                ? UNSIGNED
                : SIGNED;
    }

    /** Adds the first {@code count} of {@code values}, floating point numbers as sign-extended bits. */
    void summarise(long[] values, int count, Statistics<?> statistics) {
        switch (this) {
            case SIGNED, UNSIGNED -> summariseIntegers(values, count, statistics);
            case FLOAT, DOUBLE -> summariseFloating(values, count, statistics);
        }
    }

    private void summariseIntegers(long[] values, int count, Statistics<?> statistics) {
        if (count == 0) {
            return;
        }
        long flip = this == UNSIGNED ? Long.MIN_VALUE : 0;
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int at = 0; at < count; at++) {
            long key = values[at] ^ flip;
            min = Math.min(min, key);
            max = Math.max(max, key);
        }
        add(min ^ flip, statistics);
        add(max ^ flip, statistics);
    }

    /** Whether {@code value} stands for a floating point number that is none. */
    boolean isNan(long value) {
        return switch (this) {
            case SIGNED, UNSIGNED -> false;
            case FLOAT -> (value & Integer.MAX_VALUE) > FLOAT_INFINITY;
            case DOUBLE -> (value & Long.MAX_VALUE) > DOUBLE_INFINITY;
        };
    }

    /** NaN does not count, unless there is nothing else. */
    private void summariseFloating(long[] values, int count, Statistics<?> statistics) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        int nanCount = 0;
        for (int at = 0; at < count; at++) {
            long bits = values[at];
            if (isNan(bits)) {
                nanCount++;
            } else {
                long key = totalOrder(bits);
                min = Math.min(min, key);
                max = Math.max(max, key);
            }
        }
        if (nanCount < count) {
            add(totalOrder(min), statistics);
            add(totalOrder(max), statistics);
            statistics.incrementNanCount(nanCount);
        } else {
            for (int at = 0; at < count; at++) {
                add(values[at], statistics);
            }
        }
    }

    /** Bits whose order as signed integers is the total order of the numbers; its own inverse. */
    private static long totalOrder(long bits) {
        return bits ^ (bits >> 63 >>> 1);
    }

    private void add(long value, Statistics<?> statistics) {
        switch (this) {
            case FLOAT -> statistics.updateStats(Float.intBitsToFloat((int) value));
            case DOUBLE -> statistics.updateStats(Double.longBitsToDouble(value));
            case SIGNED, UNSIGNED -> {
                if (statistics.type().getPrimitiveTypeName() == PrimitiveTypeName.INT32) {
                    statistics.updateStats((int) value);
                } else {
                    statistics.updateStats(value);
                }
            }
        }
    }
}
