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
            return bytes[from] >>> 1 ^ -(bytes[from] & 1);
        }
        int raw = 0;
        for (int shift = 0; shift <= INT_SHIFT_MAX; shift += VARINT_BITS) {
            if (from == end) {
                throw ended();
            }
            byte next = bytes[from++];
            raw |= (next & 0x7f) << shift;
            if (next >= 0) {
                at = from;
                return raw >>> 1 ^ -(raw & 1);
            }
        }
        throw malformed("a number of 32 bits takes more than 5 bytes");
    }

    /** A zigzag number of at most 64 bits. */
    public long readLong() {
        int from = at;
        if (from < end && bytes[from] >= 0) {
            at = from + 1;
            return bytes[from] >>> 1 ^ -(bytes[from] & 1);
        }
        long raw = 0;
        for (int shift = 0; shift <= LONG_SHIFT_MAX; shift += VARINT_BITS) {
            if (from == end) {
                throw ended();
            }
            byte next = bytes[from++];
            raw |= (next & 0x7fL) << shift;
            if (next >= 0) {
                at = from;
                return raw >>> 1 ^ -(raw & 1);
            }
        }
        throw malformed("a number of 64 bits takes more than 10 bytes");
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
