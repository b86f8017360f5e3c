/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Byte strings of any length, one after the other, with the offset where each one ends. */
final class VariableStorage implements ColumnStorage {
    private static final int LENGTH_MIN = 256;
    private static final int VIEW_BYTES = 16;
    private static final int INLINE_MAX = 12;
    private static final int PREFIX_BYTES = 4;

    /** Texts up to here are narrowed letter by letter: for longer ones an array of their own costs less than that. */
    private static final int SHORT_LENGTH_MAX = 64;

    private static final int ASCII_MAX = 0x7f;
    private static final long NOT_ASCII = 0x8080808080808080L;

    private final ColumnLayout layout;
    private final Bits validity = new Bits();
    private final Offsets offsets = new Offsets();
    private final char[] letters = new char[SHORT_LENGTH_MAX];
    private byte[] bytes = new byte[LENGTH_MIN];

    /** Values that are sealed in {@code layout}: with offsets of 32 or 64 bits, or as views. */
    VariableStorage(ColumnLayout layout) {
        this.layout = layout;
    }

    /** Appends {@code text} as UTF-8; a surrogate without its partner becomes {@code ?}. */
    void append(String text) {
        int length = text.length();
        if (length > SHORT_LENGTH_MAX || !appendedAscii(text, length)) {
            append(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Appends a short text and says true, or says false if a letter of it takes more than one byte. */
    private boolean appendedAscii(String text, int length) {
        int at = reserve(length);
        byte[] target = bytes;
        char[] source = letters;
        text.getChars(0, length, source, 0);
        int seen = 0;
        for (int index = 0; index < length; index++) {
            seen |= source[index];
            target[at + index] = (byte) source[index];
        }
        if (seen > ASCII_MAX) {
            return false;
        }
        validity.append(true);
        offsets.append(length);
        return true;
    }

    void append(byte[] value) {
        int at = reserve(value.length);
        HeapArrays.copy(value, bytes, at);
        validity.append(true);
        offsets.append(value.length);
    }

    /** Appends {@code length} bytes of {@code source} from {@code from} on. */
    void append(byte[] source, int from, int length) {
        int at = reserve(length);
        System.arraycopy(source, from, bytes, at, length);
        validity.append(true);
        offsets.append(length);
    }

    /**
     * Appends {@code length} bytes of {@code source} from {@code from} on if all of them are ASCII, and says whether it
     * has.
     */
    boolean appendAscii(byte[] source, int from, int length) {
        int at = reserve(length);
        byte[] target = bytes;
        int last = length - Long.BYTES;
        long seen = 0;
        if (last < 0) {
            for (int index = 0; index < length; index++) {
                seen |= source[from + index];
                target[at + index] = source[from + index];
            }
        } else {
            for (int index = 0; index < last; index += Long.BYTES) {
                seen |= moved(source, from + index, target, at + index);
            }
            seen |= moved(source, from + last, target, at + last);
        }
        if ((seen & NOT_ASCII) != 0) {
            return false;
        }
        validity.append(true);
        offsets.append(length);
        return true;
    }

    /** Moves 8 bytes, and returns them. */
    private static long moved(byte[] source, int from, byte[] target, int at) {
        long eight = (long) HeapArrays.LONGS.get(source, from);
        HeapArrays.LONGS.set(target, at, eight);
        return eight;
    }

    /** Appends what remains of {@code value}, whose position stays. */
    void append(ByteBuffer value) {
        int length = value.remaining();
        int at = reserve(length);
        value.duplicate().get(bytes, at, length);
        validity.append(true);
        offsets.append(length);
    }

    /** Makes room for {@code length} more bytes and returns where in {@link #array} they go. */
    int reserve(int length) {
        int at = offsets.end();
        long needed = (long) at + length;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, HeapArrays.grown(bytes.length, needed));
        }
        return at;
    }

    /** Where the bytes are; another array after each {@link #reserve}. */
    byte[] array() {
        return bytes;
    }

    /** Which values are present; as many must be appended as to {@link #offsets}. */
    Bits validity() {
        return validity;
    }

    Offsets offsets() {
        return offsets;
    }

    @Override
    public void appendNull() {
        validity.append(false);
        offsets.append(0);
    }

    @Override
    public void appendPlaceholder() {
        validity.append(true);
        offsets.append(0);
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
        return isNull(index) ? null : ByteBuffer.wrap(bytes, offsets.startAt(index), offsets.lengthAt(index));
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
    public void release() {
        validity.release();
        offsets.release();
        bytes = new byte[LENGTH_MIN];
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + offsets.byteCount() + bytes.length;
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        byte[] ends = offsets.ordered(order);
        int endCount = (order == null ? count() : order.length) + 1;
        byte[] data = order == null ? bytes : ordered(order);
        int size = (int) HeapArrays.INTS.get(ends, (endCount - 1) * Integer.BYTES);
        if (layout == ColumnLayout.VIEW) {
            target.buffer(views(ends, endCount - 1, data), (endCount - 1) * VIEW_BYTES);
            target.variadic(1);
        } else if (layout == ColumnLayout.LARGE_VARIABLE) {
            target.buffer(Offsets.widened(ends, endCount), endCount * Long.BYTES);
        } else {
            target.buffer(ends, endCount * Integer.BYTES);
        }
        target.buffer(data, size);
    }

    /** Short values stand in their view; of the others it has the first bytes and where they are. */
    private static byte[] views(byte[] ends, int count, byte[] data) {
        byte[] views = new byte[count * VIEW_BYTES];
        int start = 0;
        for (int index = 0; index < count; index++) {
            int end = (int) HeapArrays.INTS.get(ends, (index + 1) * Integer.BYTES);
            int length = end - start;
            int at = index * VIEW_BYTES;
            HeapArrays.INTS.set(views, at, length);
            boolean isInline = length <= INLINE_MAX;
            System.arraycopy(data, start, views, at + Integer.BYTES, isInline ? length : PREFIX_BYTES);
            if (!isInline) {
                HeapArrays.INTS.set(views, at + INLINE_MAX, start);
            }
            start = end;
        }
        return views;
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
