/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of one column wait on the heap, laid out much as Arrow buffers are. {@code order} arguments list the
 * indexes of values to hand out, in that order; null stands for all values as they were appended.
 */
sealed interface ColumnStorage
        permits BitStorage,
                FixedStorage,
                VariableStorage,
                NullStorage,
                ListStorage,
                FixedListStorage,
                StructStorage,
                UnionStorage,
                DictionaryStorage,
                RunEndStorage {
    /** Appends a null, or a placeholder below a null parent where the column itself is required. */
    void appendNull();

    /** Appends a value that nobody will read, and that is not null where that is possible. */
    default void appendPlaceholder() {
        appendNull();
    }

    /** Appends {@code count} nulls. */
    default void appendNulls(int count) {
        for (int index = 0; index < count; index++) {
            appendNull();
        }
    }

    /** The number of values, nulls included. */
    int count();

    /** Forgets every value from {@code newCount} on, and whatever an unfinished value left in child columns. */
    void truncate(int newCount);

    /** Forgets all values but keeps the arrays. */
    void clear();

    /** Forgets all values and the arrays, which a batch may share now. */
    void release();

    /** Heap bytes held, used or not. */
    long byteCount();

    /** Hands this column's nodes and buffers, children last, to {@code target}; without order it shares the arrays. */
    void seal(BatchBuffers target, int @Nullable [] order);

    /** What tells the value at {@code index} from others; null where values cannot be told apart or one is null. */
    default @Nullable ByteBuffer identityAt(int index) {
        return null;
    }

    /** Whether the value at {@code index} is null. */
    boolean isNull(int index);
}
