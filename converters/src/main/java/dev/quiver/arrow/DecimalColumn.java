/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Connect's Decimal: its unscaled value as a two's complement of 128 or 256 bits. Nothing is ever rounded. */
final class DecimalColumn implements ColumnBuilder {
    /** As many digits fit 64 bits, whatever they are. */
    private static final int LONG_DIGITS = 18;

    private final Column column;
    private final FixedStorage storage;
    private final int precision;
    private final int compactDigits;
    private final int scale;
    private final BigInteger limit;
    /** The same, where 64 bits hold it. */
    private final long shortLimit;

    private final long[] words;

    DecimalColumn(Column column, ArrowType.Decimal type, FixedStorage storage) {
        this.column = column;
        this.precision = type.getPrecision();
        this.compactDigits = Math.min(precision, LONG_DIGITS);
        this.scale = type.getScale();
        this.limit = BigInteger.TEN.pow(precision);
        this.shortLimit = limit.longValue();
        this.words = new long[Math.max(1, type.getBitWidth() / Long.SIZE)];
        this.storage = storage;
    }

    @Override
    public void append(@Nullable Object value) {
        if (!(value instanceof BigDecimal decimal)) {
            column.appendOther(storage, value);
            return;
        }
        BigDecimal scaled = decimal.scale() == scale ? decimal : rescaled(decimal);
        if (scaled.precision() <= compactDigits) {
            // Makes no BigInteger, as the unscaled value would.
            long unscaled = scaled.scaleByPowerOfTen(scale).longValue();
            fill(unscaled < 0 ? -1L : 0L);
            words[0] = unscaled;
        } else {
            split(checked(scaled.unscaledValue()));
        }
        storage.appendWords(words);
    }

    /** Whether {@link #append(byte[], int, int)} takes unscaled values of {@code otherScale}. */
    boolean hasScale(int otherScale) {
        return scale == otherScale;
    }

    /** Appends the unscaled value that {@code length} bytes of {@code source} are from {@code from} on, 1 at least. */
    void append(byte[] source, int from, int length) {
        if (length > Long.BYTES || precision > LONG_DIGITS) {
            split(checked(new BigInteger(source, from, length)));
        } else {
            long unscaled = source[from];
            for (int index = 1; index < length; index++) {
                unscaled = (unscaled << Byte.SIZE) | (source[from + index] & 0xff);
            }
            if (unscaled <= -shortLimit || unscaled >= shortLimit) {
                checked(BigInteger.valueOf(unscaled));
            }
            fill(unscaled < 0 ? -1L : 0L);
            words[0] = unscaled;
        }
        storage.appendWords(words);
    }

    private BigDecimal rescaled(BigDecimal decimal) {
        if (Math.abs((long) decimal.scale()) > TypeTable.DECIMAL_256_PRECISION_MAX) {
            throw column.refused("a decimal of scale " + decimal.scale() + " does not fit scale " + scale);
        }
        try {
            return decimal.setScale(scale, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException e) {
            throw column.refused("a decimal of scale " + decimal.scale() + " does not fit scale " + scale);
        }
    }

    private BigInteger checked(BigInteger unscaled) {
        if (unscaled.abs().compareTo(limit) >= 0) {
            throw column.refused("a decimal of " + new BigDecimal(unscaled).precision()
                    + " digits does not fit precision " + precision + ", set the schema parameter "
                    + Parameters.DECIMAL_PRECISION);
        }
        return unscaled;
    }

    private void split(BigInteger unscaled) {
        for (int word = 0; word < words.length; word++) {
            words[word] = unscaled.shiftRight(word * Long.SIZE).longValue();
        }
    }

    private void fill(long sign) {
        Arrays.fill(words, sign);
    }
}
