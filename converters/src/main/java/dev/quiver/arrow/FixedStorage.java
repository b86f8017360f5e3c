/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values of one width, one after the other, little-endian; nulls take their place as zeros. */
final class FixedStorage implements ColumnStorage {
    private static final int COUNT_MIN = 16;

    private final int width;
    private final Bits validity = new Bits();
    private byte[] values;

    /** Values of {@code width} bytes each. */
    FixedStorage(int width) {
        this.width = width;
        this.values = new byte[width * COUNT_MIN];
    }

    /** Bytes of each value. */
    int width() {
        return width;
    }

    /** Which values are present. */
    Bits validity() {
        return validity;
    }

    void appendByte(byte value) {
        int at = next(Byte.BYTES);
        values[at] = value;
    }

    void appendShort(short value) {
        int at = next(Short.BYTES);
        HeapArrays.SHORTS.set(values, at, value);
    }

    void appendInt(int value) {
        int at = next(Integer.BYTES);
        HeapArrays.INTS.set(values, at, value);
    }

    void appendLong(long value) {
        int at = next(Long.BYTES);
        HeapArrays.LONGS.set(values, at, value);
    }

    /** Appends a signed integer given as at least {@code width / 8} longs, the least significant first. */
    void appendWords(long[] words) {
        int at = next(width);
        if (width == Integer.BYTES) {
            HeapArrays.INTS.set(values, at, (int) words[0]);
            return;
        }
        for (int word = 0; word < width / Long.BYTES; word++) {
            HeapArrays.LONGS.set(values, at + word * Long.BYTES, words[word]);
        }
    }

    /** Appends {@code width} bytes of {@code source} from {@code offset} on. */
    void appendBytes(byte[] source, int offset) {
        int at = next(width);
        System.arraycopy(source, offset, values, at, width);
    }

    /** Makes room for one more value of {@link #width} bytes and returns where it goes in {@link #values}. */
    private int next(int bytes) {
        int at = validity.count() * bytes;
        if (at > values.length - bytes) {
            reserve(1);
        }
        validity.append(true);
        return at;
    }

    /**
     * Makes room for {@code count} values and returns where in {@link #array} they go. The caller appends as many bits
     * to {@link #validity}.
     */
    int reserve(int count) {
        long at = (long) validity.count() * width;
        long end = at + (long) count * width;
        if (end > values.length) {
            values = Arrays.copyOf(values, HeapArrays.grown(values.length, end));
        }
        return (int) at;
    }

    /** Where the values are; another array after each {@link #reserve}. */
    byte[] array() {
        return values;
    }

    @Override
    public void appendNull() {
        int at = reserve(1);
        validity.append(false);
        zero(at);
    }

    @Override
    public void appendPlaceholder() {
        zero(next(width));
    }

    private void zero(int at) {
        switch (width) {
            case Integer.BYTES -> HeapArrays.INTS.set(values, at, 0);
            case Long.BYTES -> HeapArrays.LONGS.set(values, at, 0L);
            default -> Arrays.fill(values, at, at + width, (byte) 0);
        }
    }

    @Override
    public void appendNulls(int count) {
        int at = reserve(count);
        validity.appendUnset(count);
        Arrays.fill(values, at, at + count * width, (byte) 0);
    }

    @Override
    public int count() {
        return validity.count();
    }

    @Override
    public boolean isNull(int index) {
        return !validity.isSet(index);
    }

    @Override
    public @Nullable ByteBuffer identityAt(int index) {
        return isNull(index) ? null : ByteBuffer.wrap(values, index * width, width);
    }

    @Override
    public void truncate(int newCount) {
        validity.truncate(newCount);
    }

    @Override
    public void clear() {
        validity.clear();
    }

    @Override
    public void release() {
        validity.release();
        values = new byte[width * COUNT_MIN];
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + values.length;
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        if (order == null) {
            target.buffer(values, validity.count() * width);
        } else {
            target.buffer(ordered(order), order.length * width);
        }
    }

    private byte[] ordered(int[] order) {
        byte[] ordered = new byte[order.length * width];
        switch (width) {
            case Integer.BYTES -> {
                for (int row = 0; row < order.length; row++) {
                    HeapArrays.INTS.set(ordered, row << 2, (int) HeapArrays.INTS.get(values, order[row] << 2));
                }
            }
            case Long.BYTES -> {
                for (int row = 0; row < order.length; row++) {
                    HeapArrays.LONGS.set(ordered, row << 3, (long) HeapArrays.LONGS.get(values, order[row] << 3));
                }
            }
            default -> {
                for (int row = 0; row < order.length; row++) {
                    System.arraycopy(values, order[row] * width, ordered, row * width, width);
                }
            }
        }
        return ordered;
    }
}
