/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapColumn;

/** Appends whole ranges of a decoded column to one storage; chosen once per schema. */
interface ColumnCopier {
    /** This for one batch: {@code source} is the column in it. */
    Bound bind(HeapColumn source, Dictionaries dictionaries);

    /** A copier for one column of one batch. */
    interface Bound {
        /**
         * Appends {@code count} values from number {@code from} on.
         *
         * @throws org.apache.kafka.connect.errors.DataException if a value does not fit or there are too many; the
         *     storage may hold part of them then: the caller truncates
         */
        void copy(int from, int count);
    }

    /** Appends which of {@code count} values from {@code from} on are present. */
    static void copyValidity(HeapColumn source, Bits target, int from, int count) {
        if (source.nullCount() == 0) {
            target.appendSet(count);
        } else {
            target.appendRange(source.array(0), source.offset(0), from, count);
        }
    }
}
