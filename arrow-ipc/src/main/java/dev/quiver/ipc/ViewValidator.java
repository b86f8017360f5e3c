/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Checks views: short strings lie in the view itself, longer ones in a data buffer, their first four bytes in both.
 * Null ones may be anything.
 */
final class ViewValidator {
    /** Bytes of a view. */
    static final int VIEW_BYTES = 16;
    /** The longest string that lies in its view. */
    static final int INLINE_BYTES_MAX = 12;

    static final int PREFIX = 4;
    static final int BUFFER = 8;
    static final int OFFSET = 12;

    /** Validity and views come before the data. */
    static final int DATA = 2;

    private ViewValidator() {}

    static void check(HeapColumn column, IpcLimits limits) {
        BatchValidator.need(column, 1, (long) column.length() * VIEW_BYTES, "views");
        boolean text = limits.utf8Checked() && column.type() instanceof ArrowType.Utf8View;
        long referred = 0;
        for (int index = 0; index < column.length(); index++) {
            if (!column.isNull(index)) {
                referred += check(column, index, text);
            }
        }
        long data = 0;
        for (int buffer = DATA; buffer < column.bufferCount(); buffer++) {
            data += column.size(buffer);
        }
        if (referred > Math.max(data, limits.decompressedBytesMax())) {
            throw column.malformed("views refer to " + referred + " bytes in buffers of " + data + ", the limit is "
                    + limits.decompressedBytesMax() + " (max.decompressed.bytes)");
        }
    }

    /** Checks one view; the bytes of data buffers that it refers to. */
    private static int check(HeapColumn column, int index, boolean text) {
        byte[] views = column.array(1);
        int view = column.offset(1) + index * VIEW_BYTES;
        int length = LittleEndian.intAt(views, view);
        if (length < 0) {
            throw column.malformed("view " + index + " has a length of " + length);
        }
        if (length <= INLINE_BYTES_MAX) {
            checkText(column, index, text, new ByteRange(views, view + PREFIX, view + PREFIX + length));
            return 0;
        }
        int buffer = LittleEndian.intAt(views, view + BUFFER);
        if (buffer < 0 || buffer >= column.bufferCount() - DATA) {
            throw column.malformed(
                    "view " + index + " refers to data buffer " + buffer + " of " + (column.bufferCount() - DATA));
        }
        int offset = LittleEndian.intAt(views, view + OFFSET);
        int size = column.size(DATA + buffer);
        if (offset < 0 || offset > size || length > size - offset) {
            throw column.malformed("view " + index + " refers to " + length + " bytes at " + offset + " of data buffer "
                    + buffer + ", which has " + size);
        }
        byte[] data = column.array(DATA + buffer);
        int at = column.offset(DATA + buffer) + offset;
        if (LittleEndian.intAt(data, at) != LittleEndian.intAt(views, view + PREFIX)) {
            throw column.malformed("view " + index + " has another prefix than its data");
        }
        checkText(column, index, text, new ByteRange(data, at, at + length));
        return length;
    }

    private static void checkText(HeapColumn column, int index, boolean text, ByteRange range) {
        if (text && !Utf8.isValid(range.bytes(), range.start(), range.end())) {
            throw column.malformed("value " + index + " of " + range.size() + " bytes is not UTF-8");
        }
    }
}
