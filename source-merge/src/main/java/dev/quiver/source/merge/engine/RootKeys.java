/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Which keys the rows of a root have in the child tables that they share. */
public interface RootKeys {
    /** The keys as the root's column has them. */
    RootKeys PLAIN = (join, root, from, to) -> {
        Column column = root.column(join.parentKey());
        long[] keys = new long[to - from];
        for (int row = from; row < to; row++) {
            keys[row - from] = column.key(row);
        }
        return new Keys(keys, null);
    };

    /**
     * Keys of rows.
     *
     * @param keys of each row, {@code -1} for none
     * @param others the key that a row may have as well, {@code -1} for none; null if no row has one
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Keys(long[] keys, long @Nullable [] others) {
        /** No child row for the row. */
        public static final long NONE = KeyIndex.NO_KEY;
    }

    /** The keys of the rows from {@code from} up to {@code to} of {@code root}. */
    Keys of(JoinSpec join, TableBatch root, int from, int to) throws IOException;
}
