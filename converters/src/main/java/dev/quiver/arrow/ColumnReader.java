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
            return new NullableBound(column.array(0), column.offset(0), bound);
        };
    }

    /** Asks another reader for values that are not null. */
    final class NullableBound implements Bound {
        private final byte[] bits;
        private final int offset;
        private final Bound present;

        /**
         * A bit says which values {@code present} may be asked for, the first at byte {@code offset} of {@code bits}.
         */
        NullableBound(byte[] bits, int offset, Bound present) {
            this.bits = bits;
            this.offset = offset;
            this.present = present;
        }

        /** The reader of values that are not null. */
        Bound present() {
            return present;
        }

        @Override
        public @Nullable Object read(int index) {
            return isNull(index) ? null : present.read(index);
        }

        boolean isNull(int index) {
            return (bits[offset + (index >>> 3)] >>> (index & 7) & 1) == 0;
        }
    }
}
