/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import dev.quiver.store.StoredObject;

/**
 * A file of a table and what its footer says.
 *
 * @param object in the store
 * @param rowCount its rows
 * @param keys what is known of the column by which the table is ordered
 * @param times what is known of the times of its rows, of roots only
 */
public record TableFile(StoredObject object, long rowCount, Span keys, Span times) {
    /**
     * The values of a column.
     *
     * @param isKnown whether the file says
     * @param min the smallest, {@link Long#MAX_VALUE} if there are none or it is not known
     * @param max the largest, {@code -1} if there are none
     */
    public record Span(boolean isKnown, long min, long max) {
        static final Span UNKNOWN = new Span(false, Long.MAX_VALUE, -1);
        static final Span EMPTY = new Span(true, Long.MAX_VALUE, -1);

        /** Whether there are values and they are known. */
        public boolean hasValues() {
            return isKnown && max >= min;
        }

        /** No value that may be in the column is smaller. */
        long lowest() {
            return isKnown ? min : -1;
        }

        /** No value that may be in the column is larger. */
        long highest() {
            return isKnown ? max : Long.MAX_VALUE;
        }
    }

    /** Where it is in the store. */
    public String path() {
        return object.key();
    }

    /** The last part of its path. */
    public String name() {
        return path().substring(path().lastIndexOf('/') + 1);
    }
}
