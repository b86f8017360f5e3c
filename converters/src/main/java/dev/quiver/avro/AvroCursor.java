/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.apache.kafka.connect.errors.DataException;

/**
 * A place in binary Avro. Never reads behind the end: whatever the bytes are, they are read or a {@link DataException}
 * is thrown. One thread at a time.
 */
public final class AvroCursor {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};
    private static final int VARINT_BITS = 7;
    private static final int INT_SHIFT_MAX = 28;
    private static final int LONG_SHIFT_MAX = 63;
    private static final int INT_BYTES_MAX = 5;
    private static final int LONG_BYTES_MAX = 10;
    /** Set in all bytes of a number but the last one. */
    private static final long STOP_BITS = 0x8080808080808080L;

    /** So many items that take no bytes, such as records without fields, may come since the cursor was placed. */
    private static final int EMPTY_ITEMS_MAX = 1 << 16;

    private byte[] bytes = NOTHING;
    private int at;
    private int end;
    private int emptyItemCount;

    /** A cursor over nothing. */
    public AvroCursor() {}

    /** Goes to the bytes of {@code source} from {@code from} up to {@code to}. */
    public AvroCursor over(byte[] source, int from, int to) {
        Objects.checkFromToIndex(from, to, source.length);
        bytes = source;
        at = from;
        end = to;
        emptyItemCount = 0;
        return this;
    }

    /** Lets go of the bytes. */
    public void release() {
        over(NOTHING, 0, 0);
    }

    /** The index of the next byte. */
    public int position() {
        return at;
    }

    /** What the bytes are in. */
    public byte[] array() {
        return bytes;
    }

    /** The next {@code count} bytes are passed over; returns where they begin. */
    public int take(int count) {
        int from = at;
        if (count > end - from) {
            throw ended();
        }
        at = from + count;
        return from;
    }

    /** A byte that is 1 for true. */
    public boolean readBoolean() {
        return bytes[take(1)] == 1;
    }

    /** A zigzag number of at most 32 bits. */
    public int readInt() {
        int from = at;
        if (from < end && bytes[from] >= 0) {
            at = from + 1;
            return (bytes[from] >>> 1) ^ -(bytes[from] & 1);
        }
        if (end - from >= Long.BYTES) {
            long word = (long) LONGS.get(bytes, from);
            long stops = ~word & STOP_BITS;
            int length = lengthOf(stops);
            if (length <= INT_BYTES_MAX) {
                at = from + length;
                int raw = (int) packed(word & (stops ^ (stops - 1)));
                return (raw >>> 1) ^ -(raw & 1);
            }
            throw longInt();
        }
        return readLastInt(from);
    }

    /** One near the end of the bytes. */
    private int readLastInt(int start) {
        int from = start;
        int raw = 0;
        for (int shift = 0; shift <= INT_SHIFT_MAX; shift += VARINT_BITS) {
            if (from == end) {
                throw ended();
            }
            byte next = bytes[from++];
            raw |= (next & 0x7f) << shift;
            if (next >= 0) {
                at = from;
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw longInt();
    }

    private DataException longInt() {
        return malformed("a number of 32 bits takes more than 5 bytes");
    }

    /** A zigzag number of at most 64 bits. */
    public long readLong() {
        int from = at;
        if (from < end && bytes[from] >= 0) {
            at = from + 1;
            long first = bytes[from];
            return (first >>> 1) ^ -(first & 1);
        }
        if (end - from >= Long.BYTES) {
            long word = (long) LONGS.get(bytes, from);
            long stops = ~word & STOP_BITS;
            if (stops != 0) {
                at = from + lengthOf(stops);
                long raw = packed(word & (stops ^ (stops - 1)));
                return (raw >>> 1) ^ -(raw & 1);
            }
            return readLastLong(from + Long.BYTES, packed(word), Long.BYTES * VARINT_BITS);
        }
        return readLastLong(from, 0, 0);
    }

    /** The rest of one whose lowest bits are {@code low}, and the next ones go to {@code shiftMin}. */
    private long readLastLong(int start, long low, int shiftMin) {
        int from = start;
        long raw = low;
        for (int shift = shiftMin; shift <= LONG_SHIFT_MAX; shift += VARINT_BITS) {
            if (from == end) {
                throw ended();
            }
            byte next = bytes[from++];
            raw |= (next & 0x7fL) << shift;
            if (next >= 0) {
                at = from;
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw malformed("a number of 64 bits takes more than 10 bytes");
    }

    /** The bytes of a number whose last one has the lowest bit of {@code stops}; 9 if none has. */
    private static int lengthOf(long stops) {
        return (Long.numberOfTrailingZeros(stops) >>> 3) + 1;
    }

    /** The seven lowest bits of each byte of {@code word}, put together without gaps. */
    private static long packed(long word) {
        long pairs = (word & 0x007f007f007f007fL) | ((word & 0x7f007f007f007f00L) >>> 1);
        long quads = (pairs & 0x00003fff00003fffL) | ((pairs & 0x3fff00003fff0000L) >>> 2);
        return (quads & 0x0fffffffL) | ((quads & 0x0fffffff00000000L) >>> 4);
    }

    /** The bits of a float. */
    public int readFloatBits() {
        return (int) INTS.get(bytes, take(Float.BYTES));
    }

    /** The bits of a double. */
    public long readDoubleBits() {
        return (long) LONGS.get(bytes, take(Double.BYTES));
    }

    /** How many bytes a text or a byte string takes, all of which are there. */
    public int readLength() {
        long length = readLong();
        if (length < 0 || length > end - at) {
            throw length < 0 ? malformed("a length is negative") : ended();
        }
        return (int) length;
    }

    /** The index of one of {@code count} symbols or types. */
    public int readIndex(int count, String what) {
        int index = readInt();
        if (index < 0 || index >= count) {
            throw malformed("there is no " + what + " " + index + " among " + count);
        }
        return index;
    }

    /** Whether the type of a union of two that follows is the one with {@code nullIndex}. */
    public boolean readNull(int nullIndex) {
        int from = at;
        if (from < end) {
            int index = bytes[from];
            if (index == 0 || index == 2) {
                at = from + 1;
                return index == (nullIndex << 1);
            }
        }
        return readIndex(2, "type of a union") == nullIndex;
    }

    /** Passes over all values that {@code walk} goes over. */
    void pass(AvroWalk walk) {
        int[] kinds = walk.kinds;
        int[] arguments = walk.arguments;
        for (int step = 0; step < kinds.length; step++) {
            switch (kinds[step]) {
                case AvroWalk.FIXED -> take(arguments[step]);
                case AvroWalk.VARINT32 -> passNumber(INT_BYTES_MAX);
                case AvroWalk.VARINT64 -> passNumber(LONG_BYTES_MAX);
                case AvroWalk.SIZED -> passSized();
                case AvroWalk.INDEX -> readIndex(arguments[step], "symbol");
                case AvroWalk.NULLABLE -> {
                    if (readNull(arguments[step])) {
                        step = walk.targets[step] - 1;
                    }
                }
                default -> walk.readers[arguments[step]].skip(this);
            }
        }
    }

    private void passSized() {
        int from = at;
        if (from < end && bytes[from] >= 0 && (bytes[from] & 1) == 0) {
            int next = from + 1 + (bytes[from] >>> 1);
            if (next <= end) {
                at = next;
                return;
            }
        }
        take(readLength());
    }

    private void passNumber(int bytesMax) {
        int from = at;
        if (end - from >= Long.BYTES) {
            long stops = ~(long) LONGS.get(bytes, from) & STOP_BITS;
            int length = lengthOf(stops);
            if (length <= Long.BYTES && length <= bytesMax) {
                at = from + length;
                return;
            }
        }
        if (bytesMax == INT_BYTES_MAX) {
            readInt();
        } else {
            readLong();
        }
    }

    /**
     * How many items the next block of an array or map has, 0 behind the last block.
     *
     * @param itemBytesMin the least that an item takes
     */
    public int readBlock(int itemBytesMin) {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong();
        }
        long countMax = itemBytesMin == 0 ? EMPTY_ITEMS_MAX - emptyItemCount : (end - at) / itemBytesMin;
        if (count < 0 || count > countMax) {
            throw malformed("a block of " + count + " items is longer than the data");
        }
        if (itemBytesMin == 0) {
            emptyItemCount += (int) count;
        }
        return (int) count;
    }

    private DataException ended() {
        return malformed("the data ends within a value");
    }

    /** The refusal of what is at this place. */
    public DataException malformed(String reason) {
        return new DataException("malformed Avro at byte " + at + ": " + reason);
    }
}
