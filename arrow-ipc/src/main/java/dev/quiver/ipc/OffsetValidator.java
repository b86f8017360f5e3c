/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.vector.types.pojo.ArrowType;

/** Checks offsets: from 0 on, never falling, within what they refer to; and the text between them. */
final class OffsetValidator {
    private OffsetValidator() {}

    /** Checks a column of byte strings, and that they are UTF-8 if they are text and {@code utf8Checked}. */
    static void checkVariable(HeapColumn column, boolean utf8Checked) {
        boolean large = column.layout() == ColumnLayout.LARGE_VARIABLE;
        if (!check(column, large, column.size(2))) {
            return;
        }
        boolean text = column.type() instanceof ArrowType.Utf8 || column.type() instanceof ArrowType.LargeUtf8;
        if (!text || !utf8Checked) {
            return;
        }
        int from = column.offset(2) + at(column, large, 0);
        int to = column.offset(2) + at(column, large, column.length());
        if (!Utf8.isAscii(column.array(2), from, to)) {
            checkText(column, large);
        }
    }

    /** Checks the offsets of a column of lists. */
    static void checkList(HeapColumn column) {
        check(
                column,
                column.layout() == ColumnLayout.LARGE_LIST,
                column.child(0).length());
    }

    /** Checks the offsets; false if there are none, as an empty column may have it. */
    private static boolean check(HeapColumn column, boolean large, int end) {
        if (column.length() == 0 && column.size(1) == 0) {
            return false;
        }
        int width = large ? Long.BYTES : Integer.BYTES;
        BatchValidator.need(column, 1, (column.length() + 1L) * width, "offsets");
        byte[] bytes = column.array(1);
        int start = column.offset(1);
        boolean rising = large ? rises64(bytes, start, column.length()) : rises32(bytes, start, column.length());
        if (!rising) {
            throw fall(column, width);
        }
        long last = LittleEndian.signedAt(bytes, start + column.length() * width, width);
        if (last > end) {
            throw column.malformed("offset " + column.length() + " is " + last + ", but " + end + " is the end");
        }
        return true;
    }

    /** Whether {@code count} + 1 offsets are all at least 0 and never fall, without a branch per offset. */
    private static boolean rises32(byte[] bytes, int start, int count) {
        int previous = LittleEndian.intAt(bytes, start);
        int signs = previous;
        for (int at = start + Integer.BYTES; at <= start + count * Integer.BYTES; at += Integer.BYTES) {
            int next = LittleEndian.intAt(bytes, at);
            signs |= next | (next - previous);
            previous = next;
        }
        return signs >= 0;
    }

    private static boolean rises64(byte[] bytes, int start, int count) {
        long previous = LittleEndian.longAt(bytes, start);
        long signs = previous;
        for (int at = start + Long.BYTES; at <= start + count * Long.BYTES; at += Long.BYTES) {
            long next = LittleEndian.longAt(bytes, at);
            signs |= next | (next - previous);
            previous = next;
        }
        return signs >= 0;
    }

    private static MalformedIpcException fall(HeapColumn column, int width) {
        long previous = 0;
        for (int index = 0; index <= column.length(); index++) {
            long next = LittleEndian.signedAt(column.array(1), column.offset(1) + index * width, width);
            if (next < previous) {
                return column.malformed("offset " + index + " is " + next
                        + (next < 0 ? ", below 0" : ", below " + previous + " before it"));
            }
            previous = next;
        }
        throw new IllegalStateException("offsets of " + column.field() + " do not fall");
    }

    private static void checkText(HeapColumn column, boolean large) {
        byte[] bytes = column.array(2);
        int start = column.offset(2);
        int from = at(column, large, 0);
        for (int index = 0; index < column.length(); index++) {
            int to = at(column, large, index + 1);
            if (!Utf8.isValid(bytes, start + from, start + to) && !column.isNull(index)) {
                throw column.malformed("value " + index + " of " + (to - from) + " bytes is not UTF-8");
            }
            from = to;
        }
    }

    /** Offset {@code index}, which must have been checked. */
    private static int at(HeapColumn column, boolean large, int index) {
        return large
                ? (int) LittleEndian.longAt(column.array(1), column.offset(1) + index * Long.BYTES)
                : LittleEndian.intAt(column.array(1), column.offset(1) + index * Integer.BYTES);
    }
}
