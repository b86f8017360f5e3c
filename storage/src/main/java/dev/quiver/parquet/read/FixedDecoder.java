/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** Values of one width in one of Parquet's encodings. The array of a page must be padded. */
abstract sealed class FixedDecoder {
    /** Byte strings are read one at a time; hardly one is longer. */
    private static final int KEPT_BYTES_MAX = 1 << 16;

    /** Begins with a page whose values are in the bytes from {@code from} up to {@code to}. */
    abstract void start(byte[] page, int from, int to) throws MalformedParquetException;

    /** Puts the next {@code count} values at byte {@code at} of {@code target}, which is padded. */
    abstract void read(byte[] target, int at, int count) throws MalformedParquetException;

    private static MalformedParquetException tooFew(Place place) {
        return place.malformed("its values end too early");
    }

    /** PLAIN, of numbers and byte strings of one length. */
    static final class Plain extends FixedDecoder {
        private final int width;
        private final Place place;
        private byte[] bytes = new byte[0];
        private int next;
        private int end;

        Plain(int width, Place place) {
            this.width = width;
            this.place = place;
        }

        @Override
        void start(byte[] page, int from, int to) {
            bytes = page;
            next = from;
            end = to;
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            long length = (long) count * width;
            if (length > end - next) {
                throw tooFew(place);
            }
            System.arraycopy(bytes, next, target, at, (int) length);
            next += (int) length;
        }
    }

    /** PLAIN, of booleans, each of which becomes a byte. */
    static final class PlainBits extends FixedDecoder {
        private final Place place;
        private byte[] bytes = new byte[0];
        private long next;
        private long end;

        PlainBits(Place place) {
            this.place = place;
        }

        @Override
        void start(byte[] page, int from, int to) {
            bytes = page;
            next = (long) from * Byte.SIZE;
            end = (long) to * Byte.SIZE;
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            if (count > end - next) {
                throw tooFew(place);
            }
            int position = at;
            int stop = at + count;
            while (position < stop && (next & 7) != 0) {
                target[position++] = bit(next++);
            }
            for (; position + Byte.SIZE <= stop; position += Byte.SIZE, next += Byte.SIZE) {
                LittleEndian.putLong(target, position, HybridDecoder.spread(bytes[(int) (next >>> 3)]));
            }
            while (position < stop) {
                target[position++] = bit(next++);
            }
        }

        private byte bit(long index) {
            return (byte) (bytes[(int) (index >>> 3)] >>> (index & 7) & 1);
        }
    }

    /** RLE, of booleans, each of which becomes a byte. */
    static final class RunLengthBits extends FixedDecoder {
        private final Place place;
        private final HybridDecoder hybrid;

        RunLengthBits(Place place) {
            this.place = place;
            this.hybrid = new HybridDecoder(place);
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            int length = to - from < Integer.BYTES ? -1 : LittleEndian.intAt(page, from);
            if (length < 0 || length > to - from - Integer.BYTES) {
                throw place.malformed("its booleans take " + length + " of " + (to - from) + " bytes");
            }
            hybrid.start(page, from + Integer.BYTES, from + Integer.BYTES + length, 1);
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            hybrid.readBytes(target, at, count);
        }
    }

    /** DELTA_BINARY_PACKED, of integers of 32 or 64 bits. */
    static final class Delta extends FixedDecoder {
        private static final int STEP = 1024;

        private final boolean narrow;
        private final DeltaDecoder delta;
        private final long[] longs = new long[STEP];

        Delta(int width, Place place) {
            this.narrow = width == Integer.BYTES;
            this.delta = new DeltaDecoder(place);
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            delta.start(page, from, to);
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            int left = count;
            int position = at;
            while (left > 0) {
                int step = Math.min(left, STEP);
                delta.readLongs(longs, 0, step);
                if (narrow) {
                    for (int index = 0; index < step; index++) {
                        LittleEndian.putInt(target, position + index * Integer.BYTES, (int) longs[index]);
                    }
                    position += step * Integer.BYTES;
                } else {
                    for (int index = 0; index < step; index++) {
                        LittleEndian.putLong(target, position + index * Long.BYTES, longs[index]);
                    }
                    position += step * Long.BYTES;
                }
                left -= step;
            }
        }
    }

    /** BYTE_STREAM_SPLIT: the first bytes of all values, then the second ones and so on. */
    static final class Split extends FixedDecoder {
        private final int width;
        private final Place place;
        private byte[] bytes = new byte[0];
        private int next;
        private int stride;
        private int left;

        Split(int width, Place place) {
            this.width = width;
            this.place = place;
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            if ((to - from) % width != 0) {
                throw place.malformed("its values of " + width + " bytes take " + (to - from));
            }
            bytes = page;
            next = from;
            stride = (to - from) / width;
            left = stride;
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            if (count > left) {
                throw tooFew(place);
            }
            for (int digit = 0; digit < width; digit++) {
                int source = next + digit * stride;
                int position = at + digit;
                for (int index = 0; index < count; index++, position += width) {
                    target[position] = bytes[source + index];
                }
            }
            next += count;
            left -= count;
        }
    }

    /** Numbers of the values of a dictionary. */
    static final class Dictionary extends FixedDecoder {
        private final int width;
        private final DictionaryIds ids;
        private byte[] values = new byte[LittleEndian.PADDING];

        Dictionary(int width, DictionaryIds ids) {
            this.width = width;
            this.ids = ids;
        }

        /** Takes the first {@code count} values of {@code newValues}, which is padded, as the dictionary. */
        void dictionary(byte[] newValues, int count) {
            values = newValues;
            ids.dictionary(count);
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            ids.start(page, from, to);
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            int left = count;
            int position = at;
            while (left > 0) {
                int step = Math.min(left, DictionaryIds.STEP);
                gather(ids.read(step), step, target, position);
                position += step * width;
                left -= step;
            }
        }

        private void gather(int[] numbers, int count, byte[] target, int at) {
            switch (width) {
                case Byte.BYTES -> {
                    for (int index = 0; index < count; index++) {
                        target[at + index] = values[numbers[index]];
                    }
                }
                case Integer.BYTES -> {
                    for (int index = 0; index < count; index++) {
                        int value = LittleEndian.intAt(values, numbers[index] * Integer.BYTES);
                        LittleEndian.putInt(target, at + index * Integer.BYTES, value);
                    }
                }
                case Long.BYTES -> {
                    for (int index = 0; index < count; index++) {
                        long value = LittleEndian.longAt(values, numbers[index] * Long.BYTES);
                        LittleEndian.putLong(target, at + index * Long.BYTES, value);
                    }
                }
                default -> {
                    for (int index = 0; index < count; index++) {
                        LittleEndian.copy(values, numbers[index] * width, target, at + index * width, width);
                    }
                }
            }
        }
    }

    /** Byte strings, all of which must have the width. */
    static final class Strings extends FixedDecoder {
        private final int width;
        private final Place place;
        private final BinaryDecoder decoder;
        private final BinaryBuffer strings = new BinaryBuffer();

        Strings(int width, Place place, BinaryDecoder decoder) {
            this.width = width;
            this.place = place;
            this.decoder = decoder;
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            decoder.start(page, from, to);
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            for (int read = 0; read < count; read++) {
                strings.discard(strings.count());
                decoder.read(1, strings, Integer.MAX_VALUE);
                if (strings.size() != width) {
                    throw place.malformed("a value has " + strings.size() + " bytes instead of " + width);
                }
                System.arraycopy(strings.data(), 0, target, at + read * width, width);
            }
            strings.discard(strings.count());
            strings.trim(KEPT_BYTES_MAX);
        }
    }

    /** Byte strings of any length that are integers, the highest byte first; they come out with the lowest first. */
    static final class Numbers extends FixedDecoder {
        private final int width;
        private final Place place;
        private final BinaryDecoder decoder;
        private final BigEndian numbers;
        private final BinaryBuffer strings = new BinaryBuffer();

        Numbers(int width, Place place, BinaryDecoder decoder) {
            this.width = width;
            this.place = place;
            this.decoder = decoder;
            this.numbers = new BigEndian(width);
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            decoder.start(page, from, to);
        }

        @Override
        void read(byte[] target, int at, int count) throws MalformedParquetException {
            for (int read = 0; read < count; read++) {
                strings.discard(strings.count());
                decoder.read(1, strings, Integer.MAX_VALUE);
                if (!numbers.put(strings.data(), 0, strings.size(), target, at + read * width)) {
                    throw place.malformed("a decimal of " + strings.size() + " bytes does not fit into " + width);
                }
            }
            strings.discard(strings.count());
            strings.trim(KEPT_BYTES_MAX);
        }
    }
}
