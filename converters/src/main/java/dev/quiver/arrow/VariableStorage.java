/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Byte strings of any length, one after the other, with the offset where each one ends. */
final class VariableStorage implements ColumnStorage {
    private final Bits validity = new Bits();
    private final Offsets offsets = new Offsets();
    private byte[] bytes = new byte[256];

    void append(byte[] value) {
        int at = reserve(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        validity.append(true);
        offsets.append(value.length);
    }

    /** Appends what remains of {@code value}, whose position stays. */
    void append(ByteBuffer value) {
        int length = value.remaining();
        int at = reserve(length);
        value.duplicate().get(bytes, at, length);
        validity.append(true);
        offsets.append(length);
    }

    private int reserve(int length) {
        int at = offsets.end();
        long needed = (long) at + length;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, HeapArrays.grown(bytes.length, needed));
        }
        return at;
    }

    @Override
    public void appendNull() {
        validity.append(false);
        offsets.append(0);
    }

    @Override
    public int count() {
        return validity.count();
    }

    @Override
    public void truncate(int newCount) {
        validity.truncate(newCount);
        offsets.truncate(newCount);
    }

    @Override
    public void clear() {
        validity.clear();
        offsets.clear();
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + offsets.byteCount() + bytes.length;
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        byte[] ends = offsets.ordered(order);
        target.buffer(ends, ends.length);
        if (order == null) {
            target.buffer(bytes, offsets.end());
        } else {
            byte[] ordered = ordered(order);
            target.buffer(ordered, ordered.length);
        }
    }

    private byte[] ordered(int[] order) {
        byte[] ordered = new byte[offsets.lengthOf(order)];
        int at = 0;
        for (int index : order) {
            int length = offsets.lengthAt(index);
            System.arraycopy(bytes, offsets.startAt(index), ordered, at, length);
            at += length;
        }
        return ordered;
    }
}
