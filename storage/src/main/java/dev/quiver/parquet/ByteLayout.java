/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** How a vector holds the values of a column that Parquet stores as byte strings. */
enum ByteLayout {
    /** One behind the other, with offsets of 32 bits. */
    NARROW,
    /** One behind the other, with offsets of 64 bits. */
    WIDE,
    /** Short ones in the view, long ones wherever the view says. */
    VIEW,
    /** All of one length. */
    FIXED,
    /** Numbers of one length, the lowest byte first, stored the highest first and only as long as needed. */
    REVERSED,
    /** Numbers of one length, the lowest byte first, stored as text with a decimal point. */
    DIGITS;

    /** Bytes of a view that say how long the value is. */
    private static final int VIEW_BYTES = 16;

    /** The digits of the widest decimals, with sign, point and a zero in front of it. */
    private static final int DIGITS_MAX = 79;

    /**
     * The layout of vectors of {@code type}, which Parquet must store as byte strings.
     *
     * @param text whether these have lengths of their own
     */
    static ByteLayout of(ArrowType type, boolean text) {
        return switch (type.getTypeID()) {
            case LargeUtf8, LargeBinary -> WIDE;
            case Utf8View, BinaryView -> VIEW;
            case FixedSizeBinary, FloatingPoint, Interval -> FIXED;
            case Decimal -> text ? DIGITS : REVERSED;
            default -> NARROW;
        };
    }

    /** Reads the values that {@code slots} have from {@code leaf}. */
    void load(FieldVector leaf, ByteWidths widths, EncodingScratch scratch) {
        int first = scratch.slots().firstValue();
        int count = scratch.slots().endValue() - first;
        ByteChunk target = scratch.bytes();
        target.reserve(count);
        if (count > 0) {
            switch (this) {
                case NARROW -> narrow(leaf, first, scratch);
                case WIDE -> wide(leaf, first, scratch);
                case VIEW -> views((BaseVariableWidthViewVector) leaf, first, target);
                case FIXED -> fixed(leaf, first, widths, scratch);
                case REVERSED -> reversed(leaf, first, widths, scratch);
                case DIGITS -> digits(leaf, first, target);
            }
        }
        if (!scratch.slots().isDense()) {
            target.keep(scratch.slots().values(), scratch.slots().valueCount(), first);
        }
    }

    private static void narrow(FieldVector leaf, int first, EncodingScratch scratch) {
        ByteChunk target = scratch.bytes();
        int count = target.count();
        scratch.fixed().copyValues(leaf.getOffsetBuffer(), first, first + count + 1, Integer.BYTES);
        byte[] offsets = scratch.fixed().array();
        int[] starts = target.starts();
        int[] lengths = target.lengths();
        int origin = (int) PageBytes.INTS.get(offsets, 0);
        int start = origin;
        for (int at = 0; at < count; at++) {
            int end = (int) PageBytes.INTS.get(offsets, (at + 1) * Integer.BYTES);
            starts[at] = start - origin;
            lengths[at] = end - start;
            start = end;
        }
        scratch.variable().copyBytes(leaf.getDataBuffer(), origin, start);
        target.in(scratch.variable().array());
    }

    private static void wide(FieldVector leaf, int first, EncodingScratch scratch) {
        ByteChunk target = scratch.bytes();
        int count = target.count();
        scratch.fixed().copyValues(leaf.getOffsetBuffer(), first, first + count + 1, Long.BYTES);
        byte[] offsets = scratch.fixed().array();
        long origin = (long) PageBytes.LONGS.get(offsets, 0);
        long start = origin;
        for (int at = 0; at < count; at++) {
            long end = (long) PageBytes.LONGS.get(offsets, (at + 1) * Long.BYTES);
            target.starts()[at] = Math.toIntExact(start - origin);
            target.lengths()[at] = Math.toIntExact(end - start);
            start = end;
        }
        scratch.variable().copyBytes(leaf.getDataBuffer(), origin, start);
        target.in(scratch.variable().array());
    }

    private static void views(BaseVariableWidthViewVector leaf, int first, ByteChunk target) {
        PageBytes bytes = target.owned();
        for (int at = 0; at < target.count(); at++) {
            int start = bytes.size();
            if (!leaf.isNull(first + at)) {
                byte[] value = viewed(leaf, first + at);
                bytes.writeBytes(value, 0, value.length);
            }
            target.starts()[at] = start;
            target.lengths()[at] = bytes.size() - start;
        }
        target.in(bytes.array());
    }

    private static byte[] viewed(BaseVariableWidthViewVector leaf, int index) {
        ArrowBuf views = leaf.getDataBuffer();
        long view = (long) index * VIEW_BYTES;
        byte[] value = new byte[views.getInt(view)];
        if (value.length <= BaseVariableWidthViewVector.INLINE_SIZE) {
            views.getBytes(view + Integer.BYTES, value);
            return value;
        }
        int buffer = views.getInt(view + 2 * Integer.BYTES);
        int start = views.getInt(view + 3 * Integer.BYTES);
        leaf.getDataBuffers().get(buffer).getBytes(start, value);
        return value;
    }

    private static void fixed(FieldVector leaf, int first, ByteWidths widths, EncodingScratch scratch) {
        ByteChunk target = scratch.bytes();
        int count = target.count();
        scratch.variable().copyValues(leaf.getDataBuffer(), first, first + count, widths.inVector());
        for (int at = 0; at < count; at++) {
            target.starts()[at] = at * widths.inVector();
            target.lengths()[at] = widths.inVector();
        }
        target.in(scratch.variable().array());
    }

    private static void reversed(FieldVector leaf, int first, ByteWidths widths, EncodingScratch scratch) {
        ByteChunk target = scratch.bytes();
        int count = target.count();
        scratch.fixed().copyValues(leaf.getDataBuffer(), first, first + count, widths.inVector());
        byte[] source = scratch.fixed().array();
        PageBytes reversed = target.owned();
        reversed.reserve(count * widths.inFile());
        byte[] bytes = reversed.array();
        for (int at = 0; at < count; at++) {
            int lowest = at * widths.inVector();
            int last = (at + 1) * widths.inFile() - 1;
            for (int digit = 0; digit < widths.inFile(); digit++) {
                bytes[last - digit] = source[lowest + digit];
            }
            target.starts()[at] = at * widths.inFile();
            target.lengths()[at] = widths.inFile();
        }
        target.in(bytes);
    }

    private static void digits(FieldVector leaf, int first, ByteChunk target) {
        PageBytes text = target.owned();
        for (int at = 0; at < target.count(); at++) {
            int start = text.size();
            if (leaf.getObject(first + at) instanceof BigDecimal number) {
                byte[] value = number.toPlainString().getBytes(StandardCharsets.US_ASCII);
                text.writeBytes(value, 0, value.length);
            }
            target.starts()[at] = start;
            target.lengths()[at] = text.size() - start;
        }
        target.in(text.array());
    }

    /** Bytes of the values of {@code leaf} from {@code from} up to {@code to}. */
    long byteCount(FieldVector leaf, int from, int to, ByteWidths widths) {
        if (from == to) {
            return 0;
        }
        return switch (this) {
            case NARROW ->
                (long) leaf.getOffsetBuffer().getInt((long) to * Integer.BYTES)
                        - leaf.getOffsetBuffer().getInt((long) from * Integer.BYTES);
            case WIDE ->
                leaf.getOffsetBuffer().getLong((long) to * Long.BYTES)
                        - leaf.getOffsetBuffer().getLong((long) from * Long.BYTES);
            case VIEW -> viewedByteCount(leaf.getDataBuffer(), from, to);
            case FIXED, REVERSED -> (long) (to - from) * widths.inVector();
            case DIGITS -> (long) (to - from) * DIGITS_MAX;
        };
    }

    private static long viewedByteCount(ArrowBuf views, int from, int to) {
        long sum = 0;
        for (int index = from; index < to; index++) {
            sum += views.getInt((long) index * VIEW_BYTES);
        }
        return sum;
    }
}
