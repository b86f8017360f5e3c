/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the reading of one topic-partition is. Pure bookkeeping. */
final class Source {
    /** The offset in the database, or null while there is none. */
    private @Nullable Long committed;
    /** The offset behind the last record taken in, or null before the first one. */
    private @Nullable Long next;

    /** The offset of the first record ever taken in, for when it must be read again before the database has any. */
    private @Nullable Long first;
    /** Records that the database has refused and that are reported. */
    private final Set<Long> refused = new HashSet<>();

    /** The same partition with nothing taken in. */
    Source again() {
        Source again = new Source();
        again.first = first;
        again.refused.addAll(refused);
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
        refused.clear();
    }

    /** The database refuses the record at {@code offset}, which is reported: it is passed over when it comes again. */
    void refuse(long offset) {
        refused.add(offset);
    }

    boolean isRefused(long offset) {
        return !refused.isEmpty() && refused.contains(offset);
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
        refused.removeIf(passed -> passed < offset);
    }

    /** Whether records were taken in that the database does not have. */
    boolean hasMoved() {
        return next != null && !next.equals(committed);
    }
}
