/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import org.jspecify.annotations.Nullable;

/** Where the reading of one topic-partition is. Pure bookkeeping. */
final class Source {
    /** The offset in the database, or null while there is none. */
    private @Nullable Long committed;
    /** The offset behind the last record taken in, or null before the first one. */
    private @Nullable Long next;

    /** The offset of the first record ever taken in, for when it must be read again before the database has any. */
    private @Nullable Long first;

    /** The same partition with nothing taken in. */
    Source again() {
        Source again = new Source();
        again.first = first;
        return again;
    }

    /** Reading begins at {@code offset}, which the database has; null if it has none. Returns where it does begin. */
    @Nullable
    Long startAt(@Nullable Long offset) {
        committed = offset;
        next = offset;
        return offset == null ? first : offset;
    }

    /** Whether the record at {@code offset} was taken in already. */
    boolean has(long offset) {
        return next != null && offset < next;
    }

    /** The record at {@code offset} is taken in. */
    void advance(long offset) {
        if (first == null) {
            first = offset;
        }
        next = offset + 1;
    }

    /** The log was cut or made anew: reading goes on at {@code offset}. */
    void rewind(long offset) {
        next = offset;
    }

    @Nullable
    Long next() {
        return next;
    }

    @Nullable
    Long committed() {
        return committed;
    }

    /** Everything before {@code offset} is in the database. */
    void committed(long offset) {
        committed = offset;
    }

    /** Whether records were taken in that the database does not have. */
    boolean hasMoved() {
        return next != null && !next.equals(committed);
    }
}
