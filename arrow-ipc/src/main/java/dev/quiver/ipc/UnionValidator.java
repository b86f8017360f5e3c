/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Checks unions: every type id is one of the schema's, and dense offsets rise within their child. */
final class UnionValidator {
    private static final int TYPE_ID_LIMIT = 128;

    private UnionValidator() {}

    static void check(HeapColumn column) {
        BatchValidator.need(column, 0, column.length(), "type ids");
        int[] childOf = children(column);
        if (column.layout() == ColumnLayout.SPARSE_UNION) {
            for (int index = 0; index < column.childCount(); index++) {
                BatchValidator.checkLength(column.child(index), column.length(), "its sparse union");
            }
            for (int index = 0; index < column.length(); index++) {
                childAt(column, childOf, index);
            }
            return;
        }
        checkDense(column, childOf);
    }

    /** Which child each type id means; -1 for those that mean none. */
    static int[] children(HeapColumn column) {
        int[] childOf = new int[TYPE_ID_LIMIT];
        Arrays.fill(childOf, -1);
        int[] ids = ((ArrowType.Union) column.type()).getTypeIds();
        for (int index = 0; index < column.childCount(); index++) {
            childOf[ids == null ? index : ids[index]] = index;
        }
        return childOf;
    }

    private static int childAt(HeapColumn column, int[] childOf, int index) {
        int id = column.array(0)[column.offset(0) + index];
        if (id < 0 || childOf[id] < 0) {
            throw column.malformed("value " + index + " has the type id " + id + ", which the union does not have");
        }
        return childOf[id];
    }

    private static void checkDense(HeapColumn column, int[] childOf) {
        BatchValidator.need(column, 1, (long) column.length() * Integer.BYTES, "offsets");
        int[] lasts = new int[column.childCount()];
        for (int index = 0; index < column.length(); index++) {
            int child = childAt(column, childOf, index);
            int offset = LittleEndian.intAt(column.array(1), column.offset(1) + index * Integer.BYTES);
            int length = column.child(child).length();
            if (offset < lasts[child] || offset >= length) {
                throw column.malformed("value " + index + " has the offset " + offset + " into child " + child
                        + ", expected from " + lasts[child] + " to below " + length);
            }
            lasts[child] = offset;
        }
    }
}
