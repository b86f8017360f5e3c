/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/**
 * Walks over a structure in Thrift's compact protocol without building anything. What it has passed can be given to
 * Thrift's own reader, which would otherwise allocate whatever a size claims, and recurse without end.
 */
final class ThriftExtent {
    /** The bytes end before the structure does. */
    static final int INCOMPLETE = -1;

    private static final int NESTING_MAX = 24;
    private static final int VARINT_BYTES_MAX = 10;
    private static final int LONG_SIZE = 15;

    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int MAP = 11;
    private static final int STRUCT = 12;

    /** What a structure or a byte string takes on the heap at least, by and large. */
    private static final int OBJECT_BYTES = 64;

    /** What an element of a list takes there: a reference, and the object of a number. */
    private static final int ELEMENT_BYTES = 24;

    private final byte[] bytes;
    private final int end;
    private final Place place;
    private int at;
    private long heapBytes;

    private ThriftExtent(byte[] bytes, int from, int end, Place place) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.place = place;
    }

    /** One past the structure that begins at {@code from}, or {@link #INCOMPLETE} if it goes on at {@code to}. */
    static int end(byte[] bytes, int from, int to, Place place) throws MalformedParquetException {
        ThriftExtent extent = new ThriftExtent(bytes, from, to, place);
        try {
            extent.struct(0);
        } catch (IncompleteException e) {
            return INCOMPLETE;
        }
        return extent.at;
    }

    /**
     * Roughly the heap bytes that Thrift's own reader would need for the structure that fills the bytes from
     * {@code from} up to {@code to}; {@link #INCOMPLETE} if it goes on behind them.
     */
    static long heapBytes(byte[] bytes, int from, int to, Place place) throws MalformedParquetException {
        ThriftExtent extent = new ThriftExtent(bytes, from, to, place);
        try {
            extent.struct(0);
        } catch (IncompleteException e) {
            return INCOMPLETE;
        }
        return extent.at - from + extent.heapBytes;
    }

    private int readByte() throws IncompleteException {
        if (at >= end) {
            throw new IncompleteException();
        }
        return bytes[at++] & 0xFF;
    }

    private void skip(long count) throws IncompleteException {
        if (count > end - at) {
            throw new IncompleteException();
        }
        at += (int) count;
    }

    private long varint() throws IncompleteException, MalformedParquetException {
        long value = 0;
        for (int count = 0; count < VARINT_BYTES_MAX; count++) {
            int next = readByte();
            value |= (next & 0x7FL) << (7 * count);
            if (next < 0x80) {
                return value;
            }
        }
        throw place.malformed("a number in its metadata has more than " + VARINT_BYTES_MAX + " bytes");
    }

    private void struct(int depth) throws IncompleteException, MalformedParquetException {
        if (depth > NESTING_MAX) {
            throw place.malformed("its metadata is nested deeper than " + NESTING_MAX + " levels");
        }
        heapBytes += OBJECT_BYTES;
        for (int header = readByte(); header != STOP; header = readByte()) {
            if (header >>> 4 == 0) {
                varint();
            }
            int type = header & 0xF;
            if (type != TRUE && type != FALSE) {
                value(type, depth + 1);
            }
        }
    }

    private void value(int type, int depth) throws IncompleteException, MalformedParquetException {
        switch (type) {
            case TRUE, FALSE, BYTE -> skip(1);
            case I16, I32, I64 -> varint();
            case DOUBLE -> skip(Double.BYTES);
            case BINARY -> {
                heapBytes += OBJECT_BYTES;
                skip(size(varint()));
            }
            case LIST, SET -> list(depth);
            case MAP -> map(depth);
            case STRUCT -> struct(depth);
            default -> throw place.malformed("its metadata has a value of the unknown type " + type);
        }
    }

    /** Sizes are refused that not even a file has, so that the rest can be waited for. */
    private long size(long claimed) throws MalformedParquetException {
        if (claimed < 0 || claimed > Integer.MAX_VALUE) {
            throw place.malformed("its metadata has a value of " + claimed + " bytes or elements");
        }
        return claimed;
    }

    private void list(int depth) throws IncompleteException, MalformedParquetException {
        if (depth > NESTING_MAX) {
            throw place.malformed("its metadata is nested deeper than " + NESTING_MAX + " levels");
        }
        int header = readByte();
        int shortSize = header >>> 4;
        long size = shortSize == LONG_SIZE ? size(varint()) : shortSize;
        // Every element has a byte at least.
        if (size > end - at) {
            throw new IncompleteException();
        }
        heapBytes += size * ELEMENT_BYTES;
        for (long element = 0; element < size; element++) {
            value(header & 0xF, depth + 1);
        }
    }

    private void map(int depth) throws IncompleteException, MalformedParquetException {
        if (depth > NESTING_MAX) {
            throw place.malformed("its metadata is nested deeper than " + NESTING_MAX + " levels");
        }
        long size = size(varint());
        if (size == 0) {
            return;
        }
        int types = readByte();
        if (size > (end - at) / 2) {
            throw new IncompleteException();
        }
        heapBytes += 2 * size * ELEMENT_BYTES;
        for (long entry = 0; entry < size; entry++) {
            value(types >>> 4, depth + 1);
            value(types & 0xF, depth + 1);
        }
    }

    /** More bytes are needed. */
    private static final class IncompleteException extends Exception {
        private static final long serialVersionUID = 1L;

        IncompleteException() {
            super("more bytes are needed", null, false, false);
        }
    }
}
