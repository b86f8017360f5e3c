/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which values of a column a reader meets: those that no null above them hides. A required column may have nulls where
 * it is hidden, since its parent is null there. Asked only for required columns that do have nulls.
 */
final class Liveness {
    private Liveness() {}

    /** Refuses {@code required} if one of its nulls is met. */
    static void refuseNulls(HeapColumn required) {
        BitSet live = live(required);
        for (int index = 0; index < required.length(); index++) {
            if (required.isNull(index) && (live == null || live.get(index))) {
                throw required.malformed("value " + index + " is null, but the column is required");
            }
        }
    }

    /** The values of {@code column} that are met; null if that is all of them. */
    private static @Nullable BitSet live(HeapColumn column) {
        HeapColumn parent = column.parent();
        if (parent == null) {
            return null;
        }
        BitSet above = live(parent);
        BitSet live = new BitSet(column.length());
        int[] childOf = parent.layout().isUnion() ? UnionValidator.children(parent) : new int[0];
        for (int index = 0; index < parent.length(); index++) {
            if (!parent.isNull(index) && (above == null || above.get(index))) {
                mark(parent, column, index, childOf, live);
            }
        }
        return live;
    }

    /** Marks what value {@code index} of {@code parent} shows of {@code column}. */
    private static void mark(HeapColumn parent, HeapColumn column, int index, int[] childOf, BitSet live) {
        switch (parent.layout()) {
            case STRUCT -> live.set(index);
            case FIXED_LIST -> live.set(index * parent.width(), (index + 1) * parent.width());
            case LIST -> live.set((int) number(parent, 1, index, 4), (int) number(parent, 1, index + 1, 4));
            case LARGE_LIST -> live.set((int) number(parent, 1, index, 8), (int) number(parent, 1, index + 1, 8));
            case LIST_VIEW, LARGE_LIST_VIEW -> {
                int width = parent.layout() == ColumnLayout.LIST_VIEW ? Integer.BYTES : Long.BYTES;
                int offset = (int) number(parent, 1, index, width);
                live.set(offset, offset + (int) number(parent, 2, index, width));
            }
            case SPARSE_UNION, DENSE_UNION -> {
                int child = childOf[parent.array(0)[parent.offset(0) + index]];
                if (parent.child(child) == column) {
                    live.set(parent.layout() == ColumnLayout.SPARSE_UNION ? index : (int) number(parent, 1, index, 4));
                }
            }
            // A run that covers no value would be hidden, but there is none: run ends rise.
            case RUN_END -> live.set(0, column.length());
            case NULL, BITS, FIXED, VARIABLE, LARGE_VARIABLE, VIEW ->
                throw new IllegalStateException(parent.layout() + " has no children");
        }
    }

    private static long number(HeapColumn column, int buffer, int index, int width) {
        return LittleEndian.signedAt(column.array(buffer), column.offset(buffer) + index * width, width);
    }
}
