/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.jspecify.annotations.Nullable;

/**
 * Where the values of one column wait on the heap, laid out as Arrow buffers are. {@code order} arguments list the
 * indexes of values to hand out, in that order; null stands for all values as they were appended.
 */
sealed interface ColumnStorage permits BitStorage, FixedStorage, VariableStorage, ListStorage, StructStorage {
    /** Appends a null, or a placeholder below a null parent where the column itself is required. */
    void appendNull();

    /** The number of values, nulls included. */
    int count();

    /** Forgets every value from {@code newCount} on, and whatever an unfinished value left in child columns. */
    void truncate(int newCount);

    /** Forgets all values but keeps the arrays. */
    void clear();

    /** Heap bytes held, used or not. */
    long byteCount();

    /** Hands this column's nodes and buffers, children last, to {@code target}. */
    void seal(BatchBuffers target, int @Nullable [] order);
}
