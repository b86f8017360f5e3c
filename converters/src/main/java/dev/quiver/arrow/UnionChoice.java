/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import dev.quiver.ipc.HeapColumn;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Which child of a union column has each value, and where. */
final class UnionChoice {
    private final HeapColumn column;
    private final boolean isDense;
    private final byte[] childOfTypeId = new byte[1 << Byte.SIZE];

    private UnionChoice(HeapColumn column) {
        this.column = column;
        this.isDense = column.layout() == ColumnLayout.DENSE_UNION;
        int[] typeIds = UnionStorage.typeIds((ArrowType.Union) column.type(), column.childCount());
        for (int child = 0; child < typeIds.length; child++) {
            childOfTypeId[typeIds[child] & 0xff] = (byte) child;
        }
    }

    static UnionChoice of(HeapColumn column) {
        return new UnionChoice(column);
    }

    /** The number of the child that has value {@code index}. */
    int child(int index) {
        return childOfTypeId[column.array(0)[column.offset(0) + index] & 0xff];
    }

    /** Where in its child value {@code index} is. */
    int at(int index) {
        return isDense ? HeapArrays.intAt(column.array(1), column.offset(1) + index * Integer.BYTES) : index;
    }
}
