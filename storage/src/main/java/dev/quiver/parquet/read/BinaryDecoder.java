/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Arrays;
import org.apache.parquet.format.Encoding;

/** Byte strings in one of Parquet's encodings. The array of a page must be padded. */
abstract sealed class BinaryDecoder {
    /** The decoder of values that are in pages themselves; {@code plain} is used again. */
    static BinaryDecoder of(Encoding encoding, Plain plain, Place place) throws MalformedParquetException {
        return switch (encoding) {
            case PLAIN -> plain;
            case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLength(place);
            case DELTA_BYTE_ARRAY -> new DeltaBytes(place);
            case PLAIN_DICTIONARY, RLE_DICTIONARY, RLE, BIT_PACKED, DELTA_BINARY_PACKED, BYTE_STREAM_SPLIT ->
                throw place.malformed("its values of type BYTE_ARRAY are in encoding " + encoding);
        };
    }

    /** Begins with a page whose values are in the bytes from {@code from} up to {@code to}. */
    abstract void start(byte[] page, int from, int to) throws MalformedParquetException;

    /**
     * Appends up to {@code count} of the next values to {@code target}, fewer only if they would take more than
     * {@code bytesMax}; the first one is always appended.
     *
     * @param count at least 1
     * @return how many values were appended
     */
    abstract int read(int count, BinaryBuffer target, long bytesMax) throws MalformedParquetException;

    /** PLAIN: each value behind its length. */
    static final class Plain extends BinaryDecoder {
        private final Place place;
        private byte[] bytes = new byte[0];
        private int next;
        private int end;

        Plain(Place place) {
            this.place = place;
        }

        /** The {@code count} values of a dictionary page, which are in the bytes from {@code from} up to {@code to}. */
        static BinaryBuffer dictionary(byte[] page, int from, int to, int count, Place place)
                throws MalformedParquetException {
            if ((long) count * Integer.BYTES > to - from) {
                throw place.malformed("its dictionary of " + count + " values has " + (to - from) + " bytes");
            }
            BinaryBuffer values = new BinaryBuffer();
            values.reserveBytes(to - from - (long) count * Integer.BYTES);
            Plain plain = new Plain(place);
            plain.start(page, from, to);
            int read = 0;
            while (read < count) {
                read += plain.read(count - read, values, Long.MAX_VALUE);
            }
            return values;
        }

        @Override
        void start(byte[] page, int from, int to) {
            bytes = page;
            next = from;
            end = to;
        }

        @Override
        int read(int count, BinaryBuffer target, long bytesMax) throws MalformedParquetException {
            target.reserve(count);
            long left = bytesMax;
            int at = next;
            int read = 0;
            while (read < count) {
                int length = end - at < Integer.BYTES ? -1 : LittleEndian.intAt(bytes, at);
                if (length < 0 || length > end - at - Integer.BYTES) {
                    throw place.malformed("a value of " + length + " bytes is longer than the rest of the page");
                }
                left -= length;
                if (left < 0 && read > 0) {
                    break;
                }
                target.append(bytes, at + Integer.BYTES, length);
                at += Integer.BYTES + length;
                read++;
            }
            next = at;
            return read;
        }
    }

    /** DELTA_LENGTH_BYTE_ARRAY: the lengths of all values, then the values. */
    static final class DeltaLength extends BinaryDecoder {
        private final Place place;
        private final DeltaDecoder lengths;
        private final long[] next = new long[DictionaryIds.STEP];
        private byte[] bytes = new byte[0];
        private int nextAt;
        private int nextEnd;
        private int at;
        private int end;

        DeltaLength(Place place) {
            this.place = place;
            this.lengths = new DeltaDecoder(place);
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            bytes = page;
            lengths.start(page, from, to);
            at = lengths.skipToEnd();
            lengths.start(page, from, to);
            end = to;
            nextAt = 0;
            nextEnd = 0;
        }

        /** The length of the next of {@code wanted} values, which stays the next one until {@link #pass}. */
        int peek(int wanted) throws MalformedParquetException {
            if (nextAt == nextEnd) {
                nextEnd = Math.min(wanted, next.length);
                nextAt = 0;
                lengths.readLongs(next, 0, nextEnd);
            }
            long length = next[nextAt];
            if (length < 0 || length > end - at) {
                throw place.malformed("a value of " + length + " bytes is longer than the rest of the page");
            }
            return (int) length;
        }

        /** Passes the next value, which begins here. */
        int pass() {
            int start = at;
            at += (int) next[nextAt++];
            return start;
        }

        @Override
        int read(int count, BinaryBuffer target, long bytesMax) throws MalformedParquetException {
            target.reserve(count);
            long left = bytesMax;
            int read = 0;
            while (read < count) {
                int length = peek(count - read);
                left -= length;
                if (left < 0 && read > 0) {
                    break;
                }
                target.append(bytes, pass(), length);
                read++;
            }
            return read;
        }
    }

    /** DELTA_BYTE_ARRAY: how many bytes each value shares with the one before, then the rest of each. */
    static final class DeltaBytes extends BinaryDecoder {
        private final Place place;
        private final DeltaDecoder prefixes;
        private final DeltaLength suffixes;
        private final long[] next = new long[DictionaryIds.STEP];
        private byte[] bytes = new byte[0];
        private byte[] last = new byte[0];
        private int nextAt;
        private int nextEnd;

        DeltaBytes(Place place) {
            this.place = place;
            this.prefixes = new DeltaDecoder(place);
            this.suffixes = new DeltaLength(place);
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            bytes = page;
            prefixes.start(page, from, to);
            int suffixesAt = prefixes.skipToEnd();
            prefixes.start(page, from, to);
            suffixes.start(page, suffixesAt, to);
            last = new byte[0];
            nextAt = 0;
            nextEnd = 0;
        }

        @Override
        int read(int count, BinaryBuffer target, long bytesMax) throws MalformedParquetException {
            target.reserve(count);
            first(count, target);
            int read = 1;
            long left = bytesMax - target.length(target.count() - 1);
            while (read < count) {
                int length = suffixes.peek(count - read);
                int shared = peek(count - read, target.length(target.count() - 1));
                left -= (long) shared + length;
                if (left < 0) {
                    break;
                }
                nextAt++;
                target.appendSharing(shared, bytes, suffixes.pass(), length);
                read++;
            }
            int latest = target.count() - 1;
            last = Arrays.copyOfRange(target.data(), target.start(latest), target.end(latest));
            return read;
        }

        /** The value before is no longer in the target. */
        private void first(int wanted, BinaryBuffer target) throws MalformedParquetException {
            int length = suffixes.peek(wanted);
            int shared = peek(wanted, last.length);
            byte[] value = Arrays.copyOf(last, shared + length + LittleEndian.PADDING);
            System.arraycopy(bytes, suffixes.pass(), value, shared, length);
            nextAt++;
            target.append(value, 0, shared + length);
        }

        private int peek(int wanted, int lastLength) throws MalformedParquetException {
            if (nextAt == nextEnd) {
                nextEnd = Math.min(wanted, next.length);
                nextAt = 0;
                prefixes.readLongs(next, 0, nextEnd);
            }
            long shared = next[nextAt];
            if (shared < 0 || shared > lastLength) {
                throw place.malformed("a value shares " + shared + " bytes with one of " + lastLength);
            }
            return (int) shared;
        }
    }

    /** Numbers of the values of a dictionary. */
    static final class Dictionary extends BinaryDecoder {
        /** Up to here, room is made for the longest value in every place, so that nobody has to look them up twice. */
        private static final int BOUND_BYTES_MAX = 1 << 20;

        private final DictionaryIds ids;
        private BinaryBuffer values = new BinaryBuffer();
        private int longest;
        private int[] step = new int[0];
        private int stepAt;
        private int stepEnd;

        Dictionary(DictionaryIds ids) {
            this.ids = ids;
        }

        /** Takes {@code newValues} as the dictionary. */
        void dictionary(BinaryBuffer newValues) {
            values = newValues;
            longest = newValues.longest();
            ids.dictionary(newValues.count());
        }

        @Override
        void start(byte[] page, int from, int to) throws MalformedParquetException {
            ids.start(page, from, to);
            stepAt = 0;
            stepEnd = 0;
        }

        @Override
        int read(int count, BinaryBuffer target, long bytesMax) throws MalformedParquetException {
            target.reserve(count);
            int start = target.size();
            int read = 0;
            while (read < count) {
                if (stepAt == stepEnd) {
                    stepEnd = Math.min(count - read, DictionaryIds.STEP);
                    step = ids.read(stepEnd);
                    stepAt = 0;
                }
                long left = bytesMax - (target.size() - start);
                int to = Math.min(stepEnd, stepAt + count - read);
                long bytes = (long) longest * (to - stepAt);
                if (bytes > Math.min(left, BOUND_BYTES_MAX)) {
                    to = fitting(to, read == 0 ? 1 : 0, left);
                    bytes = values.byteCount(step, stepAt, to);
                }
                target.appendAll(values, step, stepAt, to, bytes);
                read += to - stepAt;
                stepAt = to;
                if (stepAt < stepEnd) {
                    break;
                }
            }
            return read;
        }

        /** Where the strings from the next one on have {@code bytesMax} bytes, at least {@code least} strings on. */
        private int fitting(int to, int least, long bytesMax) {
            int at = stepAt + least;
            long left = bytesMax - values.byteCount(step, stepAt, at);
            while (at < to && left >= values.length(step[at])) {
                left -= values.length(step[at]);
                at++;
            }
            return at;
        }
    }
}
