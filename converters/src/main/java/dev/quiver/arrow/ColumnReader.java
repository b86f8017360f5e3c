/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapColumn;
import org.jspecify.annotations.Nullable;

/** Reads the values of a decoded column as Connect values; chosen once per schema. */
interface ColumnReader {
    /** This for one batch: {@code column} is the column in it. */
    Bound bind(HeapColumn column, Dictionaries dictionaries);

    /** A reader of one column of one batch. */
    interface Bound {
        /**
         * The value at {@code index}.
         *
         * @throws org.apache.kafka.connect.errors.DataException if Connect has no such value; the message names the
         *     column
         */
        @Nullable
        Object read(int index);
    }

    /** A reader of values that are not null, which are asked for nowhere else. */
    static ColumnReader ofPresent(ColumnReader present) {
        return (column, dictionaries) -> {
            Bound bound = present.bind(column, dictionaries);
            if (!column.layout().hasValidity() || column.nullCount() == 0) {
                return bound;
            }
            byte[] bits = column.array(0);
            int offset = column.offset(0);
            return index -> (bits[offset + (index >>> 3)] >>> (index & 7) & 1) == 0 ? null : bound.read(index);
        };
    }
}
