/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** How values of one width become those that a vector has. Arrays are padded; source and target may differ in width. */
abstract sealed class FixedConversion {
    private static final long MILLIS_OF_SECOND = 1_000;
    private static final long MILLIS_OF_DAY = 86_400_000;
    private static final long NANOS_OF_DAY = 86_400_000_000_000L;
    /** The Julian day of 1970-01-01. */
    private static final long EPOCH_DAY = 2_440_588;

    private final int sourceWidth;
    private final int targetWidth;

    private FixedConversion(int sourceWidth, int targetWidth) {
        this.sourceWidth = sourceWidth;
        this.targetWidth = targetWidth;
    }

    int sourceWidth() {
        return sourceWidth;
    }

    int targetWidth() {
        return targetWidth;
    }

    /** Whether values stay what they are. */
    boolean isIdentity() {
        return false;
    }

    /** Puts {@code count} values of {@code source} at byte {@code at} of {@code target}. */
    abstract void convert(byte[] source, int count, byte[] target, int at, Place place)
            throws MalformedParquetException;

    /** Values that stay what they are. */
    static FixedConversion same(int width) {
        return new Same(width);
    }

    /** Integers of 32 bits that fit into {@code bits}. */
    static FixedConversion narrow(int bits, boolean signed) {
        return new Narrow(bits, signed);
    }

    /** Days as milliseconds. */
    static FixedConversion daysToMillis() {
        return new DaysToMillis();
    }

    /** Milliseconds of {@code width} bytes as whole seconds. */
    static FixedConversion millisToSeconds(int width) {
        return new MillisToSeconds(width);
    }

    /** Integers of {@code sourceWidth} bytes, 4 or 8, as decimals of {@code targetWidth}. */
    static FixedConversion decimal(int sourceWidth, int targetWidth) {
        return new Widened(sourceWidth, targetWidth);
    }

    /** Integers with the highest byte first as decimals. */
    static FixedConversion bigEndian(int sourceWidth, int targetWidth) {
        return new Reversed(sourceWidth, targetWidth);
    }

    /** Nanoseconds of a day and its Julian number as nanoseconds since 1970. */
    static FixedConversion int96() {
        return new Int96();
    }

    private static final class Same extends FixedConversion {
        Same(int width) {
            super(width, width);
        }

        @Override
        boolean isIdentity() {
            return true;
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) {
            System.arraycopy(source, 0, target, at, count * sourceWidth());
        }
    }

    private static final class Narrow extends FixedConversion {
        private final int bits;
        private final boolean signed;

        Narrow(int bits, boolean signed) {
            super(Integer.BYTES, bits / Byte.SIZE);
            this.bits = bits;
            this.signed = signed;
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) throws MalformedParquetException {
            // 0 if all are in range: for signed ones, when the bits above repeat the sign.
            int above = 0;
            for (int index = 0; index < count; index++) {
                int value = LittleEndian.intAt(source, index * Integer.BYTES);
                above |= signed ? (value >> (bits - 1)) ^ (value >> (Integer.SIZE - 1)) : value >>> bits;
                if (bits == Byte.SIZE) {
                    target[at + index] = (byte) value;
                } else {
                    LittleEndian.putShort(target, at + index * Short.BYTES, value);
                }
            }
            if (above != 0) {
                throw place.malformed("a value does not fit into the " + bits + " bits of its type");
            }
        }
    }

    private static final class DaysToMillis extends FixedConversion {
        DaysToMillis() {
            super(Integer.BYTES, Long.BYTES);
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) {
            for (int index = 0; index < count; index++) {
                long day = LittleEndian.intAt(source, index * Integer.BYTES);
                LittleEndian.putLong(target, at + index * Long.BYTES, day * MILLIS_OF_DAY);
            }
        }
    }

    private static final class MillisToSeconds extends FixedConversion {
        MillisToSeconds(int width) {
            super(width, width);
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) throws MalformedParquetException {
            long rest = 0;
            int width = sourceWidth();
            for (int index = 0; index < count; index++) {
                long value = width == Long.BYTES
                        ? LittleEndian.longAt(source, index * Long.BYTES)
                        : LittleEndian.intAt(source, index * Integer.BYTES);
                rest |= value % MILLIS_OF_SECOND;
                if (width == Long.BYTES) {
                    LittleEndian.putLong(target, at + index * Long.BYTES, value / MILLIS_OF_SECOND);
                } else {
                    LittleEndian.putInt(target, at + index * Integer.BYTES, (int) (value / MILLIS_OF_SECOND));
                }
            }
            if (rest != 0) {
                throw place.malformed("a time is not one of whole seconds, which the Arrow schema says it is");
            }
        }
    }

    private static final class Widened extends FixedConversion {
        Widened(int sourceWidth, int targetWidth) {
            super(sourceWidth, targetWidth);
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) {
            int position = at;
            for (int index = 0; index < count; index++) {
                long value = sourceWidth() == Long.BYTES
                        ? LittleEndian.longAt(source, index * Long.BYTES)
                        : LittleEndian.intAt(source, index * Integer.BYTES);
                LittleEndian.putLong(target, position, value);
                for (int word = Long.BYTES; word < targetWidth(); word += Long.BYTES) {
                    LittleEndian.putLong(target, position + word, value >> (Long.SIZE - 1));
                }
                position += targetWidth();
            }
        }
    }

    private static final class Reversed extends FixedConversion {
        private final BigEndian numbers;

        Reversed(int sourceWidth, int targetWidth) {
            super(sourceWidth, targetWidth);
            this.numbers = new BigEndian(targetWidth);
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) throws MalformedParquetException {
            for (int index = 0; index < count; index++) {
                int from = index * sourceWidth();
                if (!numbers.put(source, from, sourceWidth(), target, at + index * targetWidth())) {
                    throw place.malformed("a decimal does not fit into " + targetWidth() + " bytes");
                }
            }
        }
    }

    private static final class Int96 extends FixedConversion {
        Int96() {
            super(PhysicalType.INT96.width(), Long.BYTES);
        }

        @Override
        void convert(byte[] source, int count, byte[] target, int at, Place place) throws MalformedParquetException {
            for (int index = 0; index < count; index++) {
                long nanos = LittleEndian.longAt(source, index * sourceWidth());
                long day = LittleEndian.intAt(source, index * sourceWidth() + Long.BYTES) - EPOCH_DAY;
                try {
                    long instant = Math.addExact(Math.multiplyExact(day, NANOS_OF_DAY), nanos);
                    LittleEndian.putLong(target, at + index * Long.BYTES, instant);
                } catch (ArithmeticException e) {
                    throw place.malformed(
                            "a timestamp of day " + day + " since 1970 is out of the range of nanoseconds", e);
                }
            }
        }
    }
}
