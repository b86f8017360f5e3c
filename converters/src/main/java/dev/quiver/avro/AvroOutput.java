/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Binary Avro in a growing array. One thread at a time. */
final class AvroOutput {
    private static final int LENGTH_MIN = 512;
    private static final int VARINT_BYTES_MAX = 10;

    /** A larger array is given back after each value. */
    private static final int KEPT_MAX = 1 << 20;

    private byte[] bytes = new byte[LENGTH_MIN];
    private int length;

    private int reserve(int more) {
        int at = length;
        if (more > bytes.length - at) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(at, more), at + (at >> 1)));
        }
        return at;
    }

    /** Drops what was written. */
    void clear() {
        length = 0;
        if (bytes.length > KEPT_MAX) {
            bytes = new byte[LENGTH_MIN];
        }
    }

    /** A copy of what was written. */
    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    void writeBoolean(boolean value) {
        int at = reserve(1);
        bytes[at] = (byte) (value ? 1 : 0);
        length = at + 1;
    }

    /** A zigzag number; numbers of 32 bits are written the same. */
    void writeLong(long value) {
        int at = reserve(VARINT_BYTES_MAX);
        long raw = (value << 1) ^ (value >> 63);
        while ((raw & ~0x7fL) != 0) {
            bytes[at++] = (byte) ((raw & 0x7f) | 0x80);
            raw >>>= 7;
        }
        bytes[at++] = (byte) raw;
        length = at;
    }

    void writeFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int at = reserve(Float.BYTES);
        for (int index = 0; index < Float.BYTES; index++) {
            bytes[at + index] = (byte) (bits >>> (index * Byte.SIZE));
        }
        length = at + Float.BYTES;
    }

    void writeDouble(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int at = reserve(Double.BYTES);
        for (int index = 0; index < Double.BYTES; index++) {
            bytes[at + index] = (byte) (bits >>> (index * Byte.SIZE));
        }
        length = at + Double.BYTES;
    }

    /** A length, and the text as UTF-8; a surrogate without its partner becomes {@code ?}. */
    void writeText(String text) {
        writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A length, and the bytes. */
    void writeBytes(byte[] value) {
        writeLong(value.length);
        writeRaw(value);
    }

    /** A length, and what remains of {@code value}, whose position stays. */
    void writeBytes(ByteBuffer value) {
        int count = value.remaining();
        writeLong(count);
        int at = reserve(count);
        value.duplicate().get(bytes, at, count);
        length = at + count;
    }

    /** The bytes without a length. */
    void writeRaw(byte[] value) {
        int at = reserve(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        length = at + value.length;
    }
}
