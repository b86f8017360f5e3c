/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

/** Checks list views: every list, null or not, is a range of the child; in no order, and they may overlap. */
final class ListViewValidator {
    private ListViewValidator() {}

    static void check(HeapColumn column, IpcLimits limits) {
        int width = column.layout() == ColumnLayout.LARGE_LIST_VIEW ? Long.BYTES : Integer.BYTES;
        BatchValidator.need(column, 1, (long) column.length() * width, "offsets");
        BatchValidator.need(column, 2, (long) column.length() * width, "sizes");
        int end = column.child(0).length();
        long referred = 0;
        for (int index = 0; index < column.length(); index++) {
            long offset = LittleEndian.signedAt(column.array(1), column.offset(1) + index * width, width);
            long size = LittleEndian.signedAt(column.array(2), column.offset(2) + index * width, width);
            if (offset < 0 || size < 0 || offset > end || size > end - offset) {
                throw column.malformed(
                        "list " + index + " has " + size + " values at " + offset + " of a child with " + end);
            }
            referred += size;
        }
        if (referred > Math.max(end, limits.rowsMax())) {
            throw column.malformed("lists refer to " + referred + " values of a child with " + end + ", the limit is "
                    + limits.rowsMax() + " (max.rows)");
        }
    }
}
