/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.math.BigInteger;

/** Checks that decimals which are not null have no more digits than their type. */
final class DecimalValidator {
    private static final int LONG_DIGITS = 18;
    private static final long[] POWERS = powers();

    private DecimalValidator() {}

    private static long[] powers() {
        long[] powers = new long[LONG_DIGITS + 1];
        powers[0] = 1;
        for (int digits = 1; digits <= LONG_DIGITS; digits++) {
            powers[digits] = powers[digits - 1] * 10;
        }
        return powers;
    }

    /** Checks a column of decimals with {@code precision} digits. */
    static void check(HeapColumn column, int precision) {
        byte[] bytes = column.array(1);
        int width = column.width();
        long limit = POWERS[Math.min(precision, LONG_DIGITS)];
        BigInteger wideLimit = precision > LONG_DIGITS ? BigInteger.TEN.pow(precision) : BigInteger.valueOf(limit);
        for (int row = 0; row < column.length(); row++) {
            int at = column.offset(1) + row * width;
            boolean fits = width <= Long.BYTES
                    ? isWithin(LittleEndian.signedAt(bytes, at, width), limit)
                    : isWithinWide(bytes, at, width, limit)
                            || exact(bytes, at, width).abs().compareTo(wideLimit) < 0;
            if (!fits && !column.isNull(row)) {
                throw column.malformed("value " + row + " has more than " + precision + " digits");
            }
        }
    }

    private static boolean isWithin(long value, long limit) {
        return value < limit && value > -limit;
    }

    /** Whether a value of several words is so small that its lowest one tells. */
    private static boolean isWithinWide(byte[] bytes, int at, int width, long limit) {
        long low = LittleEndian.longAt(bytes, at);
        for (int word = Long.BYTES; word < width; word += Long.BYTES) {
            if (LittleEndian.longAt(bytes, at + word) != low >> 63) {
                return false;
            }
        }
        return isWithin(low, limit);
    }

    private static BigInteger exact(byte[] bytes, int at, int width) {
        byte[] bigEndian = new byte[width];
        for (int index = 0; index < width; index++) {
            bigEndian[width - 1 - index] = bytes[at + index];
        }
        return new BigInteger(bigEndian);
    }
}
