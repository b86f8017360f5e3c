/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** Turns integers with the highest byte first, in two's complement, into such with the lowest byte first. */
final class BigEndian {
    private final int width;

    /** Into integers of {@code width} bytes. */
    BigEndian(int width) {
        this.width = width;
    }

    /**
     * Puts the integer of the {@code length} bytes at {@code from} at byte {@code at} of {@code target}.
     *
     * @return false if it does not fit
     */
    boolean put(byte[] source, int from, int length, byte[] target, int at) {
        byte sign = (byte) (length == 0 ? 0 : source[from] >> (Byte.SIZE - 1));
        int last = from + length - 1;
        int taken = Math.min(width, length);
        for (int digit = 0; digit < taken; digit++) {
            target[at + digit] = source[last - digit];
        }
        for (int digit = taken; digit < width; digit++) {
            target[at + digit] = sign;
        }
        for (int digit = width; digit < length; digit++) {
            if (source[last - digit] != sign) {
                return false;
            }
        }
        return length <= width || target[at + width - 1] >> (Byte.SIZE - 1) == sign;
    }
}
