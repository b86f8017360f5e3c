/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import dev.quiver.ipc.HeapColumn;

/**
 * Where the elements of each list of a column lie in its child.
 *
 * @param width bytes of each offset
 * @param hasSizes whether a buffer of sizes follows that of offsets
 */
record ListRange(HeapColumn column, int width, boolean hasSizes) {
    static ListRange of(HeapColumn column) {
        ColumnLayout layout = column.layout();
        boolean isLarge = layout == ColumnLayout.LARGE_LIST || layout == ColumnLayout.LARGE_LIST_VIEW;
        boolean hasSizes = layout == ColumnLayout.LIST_VIEW || layout == ColumnLayout.LARGE_LIST_VIEW;
        return new ListRange(column, isLarge ? Long.BYTES : Integer.BYTES, hasSizes);
    }

    /** The first element of list {@code index}. */
    int start(int index) {
        return HeapArrays.intAt(column.array(1), column.offset(1) + index * width);
    }

    /** The number of elements of list {@code index}. */
    int length(int index) {
        return hasSizes
                ? HeapArrays.intAt(column.array(2), column.offset(2) + index * width)
                : start(index + 1) - start(index);
    }
}
