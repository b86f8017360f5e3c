/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes protobuf from its end to its beginning: when the head of a message is written its length is known, so nothing
 * is measured or moved. Callers write fields in descending order.
 */
final class ReverseProto {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int VARINT_MAX = 10;
    private static final int KEPT_MAX = 8 << 20;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private byte[] buffer = new byte[1 << 12];
    private int at = buffer.length;

    private void reserve(int bytes) {
        if (at < bytes) {
            int used = buffer.length - at;
            int capacity = Math.max(2 * buffer.length, used + bytes + VARINT_MAX);
            byte[] larger = new byte[capacity];
            System.arraycopy(buffer, at, larger, capacity - used, used);
            buffer = larger;
            at = capacity - used;
        }
    }

    /** How much is written. */
    int mark() {
        return buffer.length - at;
    }

    private void varint(long value) {
        reserve(VARINT_MAX);
        int length = (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
        at -= length;
        long left = value;
        for (int index = 0; index < length - 1; index++) {
            buffer[at + index] = (byte) (left | 0x80);
            left >>>= 7;
        }
        buffer[at + length - 1] = (byte) left;
    }

    private void tag(int field, int type) {
        varint(((long) field << 3) | type);
    }

    /** A whole number, even 0. */
    void number(int field, long value) {
        varint(value);
        tag(field, VARINT);
    }

    /** A whole number unless it is 0. */
    void numberUnlessZero(int field, long value) {
        if (value != 0) {
            number(field, value);
        }
    }

    void fixed64(int field, long value) {
        reserve(Long.BYTES);
        at -= Long.BYTES;
        LONGS.set(buffer, at, value);
        tag(field, FIXED64);
    }

    void fixed32(int field, int value) {
        reserve(Integer.BYTES);
        at -= Integer.BYTES;
        INTS.set(buffer, at, value);
        tag(field, FIXED32);
    }

    /** Bytes or a text, even an empty one. */
    void bytes(int field, byte[] source, int start, int end) {
        int length = end - start;
        reserve(length);
        at -= length;
        System.arraycopy(source, start, buffer, at, length);
        varint(length);
        tag(field, LENGTH);
    }

    /** Makes everything since {@code mark} a message. */
    void message(int field, int mark) {
        varint(mark() - mark);
        tag(field, LENGTH);
    }

    /** What is written; begins anew. */
    byte[] take() {
        byte[] taken = Arrays.copyOfRange(buffer, at, buffer.length);
        if (buffer.length > KEPT_MAX) {
            buffer = new byte[1 << 12];
        }
        at = buffer.length;
        return taken;
    }

    /** Forgets what is written. */
    void clear() {
        at = buffer.length;
    }
}
