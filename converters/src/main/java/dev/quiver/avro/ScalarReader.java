/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads values without children: one small class per type. */
public sealed interface ScalarReader extends AvroReader {
    /** BOOLEAN. */
    record Flag() implements ScalarReader {
        @Override
        public Boolean read(AvroCursor cursor) {
            return cursor.readBoolean();
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(1);
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** INT8 of an int, whose upper bits are cut off. */
    record Int8() implements ScalarReader {
        @Override
        public Byte read(AvroCursor cursor) {
            return (byte) cursor.readInt();
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readInt();
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** INT16 of an int, whose upper bits are cut off. */
    record Int16() implements ScalarReader {
        @Override
        public Short read(AvroCursor cursor) {
            return (short) cursor.readInt();
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readInt();
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** INT32. */
    record Int32() implements ScalarReader {
        @Override
        public Integer read(AvroCursor cursor) {
            return cursor.readInt();
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readInt();
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** INT64. */
    record Int64() implements ScalarReader {
        @Override
        public Long read(AvroCursor cursor) {
            return cursor.readLong();
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readLong();
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** FLOAT32. */
    record Float32() implements ScalarReader {
        @Override
        public Float read(AvroCursor cursor) {
            return Float.intBitsToFloat(cursor.readFloatBits());
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(Float.BYTES);
        }

        @Override
        public int bytesMin() {
            return Float.BYTES;
        }
    }

    /** FLOAT64. */
    record Float64() implements ScalarReader {
        @Override
        public Double read(AvroCursor cursor) {
            return Double.longBitsToDouble(cursor.readDoubleBits());
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(Double.BYTES);
        }

        @Override
        public int bytesMin() {
            return Double.BYTES;
        }
    }

    /** Connect's Date of an int: days since 1970. */
    record Day() implements ScalarReader {
        private static final long MS_PER_DAY = TimeUnit.DAYS.toMillis(1);

        @Override
        public Date read(AvroCursor cursor) {
            return new Date(cursor.readInt() * MS_PER_DAY);
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readInt();
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** Connect's Time of an int: milliseconds since midnight, up to the next one. */
    record TimeOfDay() implements ScalarReader {
        private static final long MS_PER_DAY = TimeUnit.DAYS.toMillis(1);

        @Override
        public Date read(AvroCursor cursor) {
            int ms = cursor.readInt();
            if (ms < 0 || ms > MS_PER_DAY) {
                throw cursor.malformed("a time of day must be at least 0 and at most " + MS_PER_DAY + " ms");
            }
            return new Date(ms);
        }

        @Override
        public void skip(AvroCursor cursor) {
            read(cursor);
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** Connect's Timestamp of a long: milliseconds since 1970. */
    record Instant() implements ScalarReader {
        @Override
        public Date read(AvroCursor cursor) {
            return new Date(cursor.readLong());
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readLong();
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** STRING of a string; what is no UTF-8 becomes U+FFFD. */
    record Text() implements ScalarReader {
        @Override
        public String read(AvroCursor cursor) {
            int length = cursor.readLength();
            return new String(cursor.array(), cursor.take(length), length, StandardCharsets.UTF_8);
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(cursor.readLength());
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** STRING of an enumeration. */
    record Symbol(List<String> symbols) implements ScalarReader {
        public Symbol {
            symbols = List.copyOf(symbols);
        }

        @Override
        public String read(AvroCursor cursor) {
            return symbols.get(cursor.readIndex(symbols.size(), "symbol"));
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.readIndex(symbols.size(), "symbol");
        }

        @Override
        public int bytesMin() {
            return 1;
        }
    }

    /** BYTES of bytes, as a buffer over an array of their own. */
    record Bytes() implements ScalarReader {
        @Override
        public ByteBuffer read(AvroCursor cursor) {
            int length = cursor.readLength();
            int from = cursor.take(length);
            return ByteBuffer.wrap(Arrays.copyOfRange(cursor.array(), from, from + length));
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(cursor.readLength());
        }

        @Override
        public int bytesMin() {
            return 1;
        }

        @Override
        public boolean isImmutable() {
            return false;
        }
    }

    /** BYTES of a fixed, as a buffer over an array of their own. */
    record Fixed(int size) implements ScalarReader {
        @Override
        public ByteBuffer read(AvroCursor cursor) {
            int from = cursor.take(size);
            return ByteBuffer.wrap(Arrays.copyOfRange(cursor.array(), from, from + size));
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(size);
        }

        @Override
        public int bytesMin() {
            return Math.min(size, BYTES_MIN_MAX);
        }

        @Override
        public boolean isImmutable() {
            return false;
        }
    }

    /**
     * Connect's Decimal of bytes or a fixed.
     *
     * @param size of the fixed; negative for bytes
     */
    record Decimal(int size, int scale) implements ScalarReader {
        @Override
        public BigDecimal read(AvroCursor cursor) {
            int length = length(cursor);
            return new BigDecimal(new BigInteger(cursor.array(), cursor.take(length), length), scale);
        }

        @Override
        public void skip(AvroCursor cursor) {
            cursor.take(length(cursor));
        }

        /** The number of bytes that follow. */
        public int length(AvroCursor cursor) {
            int length = size < 0 ? cursor.readLength() : size;
            if (length == 0) {
                throw cursor.malformed("a decimal has no bytes");
            }
            return length;
        }

        @Override
        public int bytesMin() {
            return size < 0 ? 2 : Math.min(size, BYTES_MIN_MAX);
        }
    }
}
