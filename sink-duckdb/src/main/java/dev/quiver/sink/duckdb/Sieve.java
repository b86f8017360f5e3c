/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows that the database refuses, by halves: each try is a transaction that is rolled back. Rows that fit
 * alone but not together go from the end.
 */
final class Sieve {
    /** Records that are looked for before the rest is tried as a whole. */
    private static final int REFUSALS_MAX = 1_000;

    private final LoadTransaction transaction;
    private final int refusalsMax;
    private final List<Refusal> refusals = new ArrayList<>();
    /** What is in the table already when rows are tried. */
    private List<Segment> earlier = List.of();

    /** With {@code firstOnly}, one row is enough. */
    Sieve(LoadTransaction transaction, boolean firstOnly) {
        this.transaction = transaction;
        this.refusalsMax = firstOnly ? 1 : REFUSALS_MAX;
    }

    /**
     * A record that the database refuses.
     *
     * @param reason table, column and types, no value
     */
    record Refusal(RowOrigins.Origin origin, String reason) {}

    /**
     * Takes the rows that the database refuses out of {@code load} and returns their records.
     *
     * @throws DatabaseException if it refuses for another reason, or too many
     */
    List<Refusal> sift(Load load) throws DatabaseException {
        for (TableLoad table : load.tables()) {
            for (Segment segment : table.segments()) {
                earlier = List.of();
                sift(table, segment);
            }
            siftTogether(table);
        }
        return refusals;
    }

    /** Rows of one schema may fit alone but not beside those of another. */
    private void siftTogether(TableLoad table) throws DatabaseException {
        for (int count = 1; count < table.segments().size(); count++) {
            earlier = table.segments().subList(0, count);
            Segment segment = table.segments().get(count);
            if (!isDone() && misfit(table, segment, segment.parts()) != null) {
                sift(table, segment);
            }
        }
        earlier = List.of();
    }

    /** Those that are left are looked for when the load is tried again. */
    private boolean isDone() {
        return refusals.size() >= refusalsMax;
    }

    private void sift(TableLoad table, Segment segment) throws DatabaseException {
        DatabaseException general = isDone() ? null : misfit(table, segment, List.of());
        if (general != null) {
            refuseAll(segment, String.valueOf(general.getMessage()));
            return;
        }
        refuseMisfits(table, segment);
        if (isDone() || misfit(table, segment, segment.parts()) == null) {
            return;
        }
        SortedSet<Integer> found = new TreeSet<>();
        for (Segment.Part part : segment.parts()) {
            search(table, segment, part, found);
        }
        for (int index : found) {
            refuse(table, segment, index);
        }
        while (!isDone() && misfit(table, segment, segment.parts()) != null) {
            refuse(table, segment, endOfShortestMisfit(table, segment));
        }
    }

    private void refuseMisfits(TableLoad table, Segment segment) {
        for (Segment.Part part : segment.parts()) {
            int left = refusalsMax - refusals.size();
            if (left > 0) {
                transaction
                        .misfits(table, earlier, segment, part, left)
                        .forEach(misfit -> refuse(table, segment, part.from() + misfit.row(), misfit.column()));
            }
        }
    }

    private void refuseAll(Segment segment, String reason) {
        while (segment.rowCount() > 0 && !isDone()) {
            RowOrigins.Origin origin = segment.drop(segment.parts().get(0).from());
            if (origin != null) {
                refusals.add(new Refusal(origin, reason));
            }
        }
    }

    /** What is wrong with {@code parts} as a whole, or null. */
    private @Nullable DatabaseException misfit(TableLoad table, Segment segment, List<Segment.Part> parts)
            throws DatabaseException {
        DatabaseException failure = transaction.probe(table, earlier, segment, parts);
        if (failure != null && failure.kind() != DatabaseException.Kind.DATA) {
            throw failure;
        }
        return failure;
    }

    private void search(TableLoad table, Segment segment, Segment.Part part, SortedSet<Integer> found)
            throws DatabaseException {
        if (isDone() || found.size() >= refusalsMax || misfit(table, segment, List.of(part)) == null) {
            return;
        }
        if (part.rowCount() == 1) {
            found.add(part.from());
            return;
        }
        int middle = part.rowCount() / 2;
        try (Segment.Part lower = Segment.slice(part, 0, middle);
                Segment.Part upper = Segment.slice(part, middle, part.rowCount())) {
            search(table, segment, lower, found);
            search(table, segment, upper, found);
        }
    }

    private void refuse(TableLoad table, Segment segment, int index) {
        if (!isDone()) {
            refuse(table, segment, index, column(table, segment, index));
        }
    }

    private void refuse(TableLoad table, Segment segment, int index, String column) {
        RowOrigins.Origin origin = segment.drop(index);
        if (origin != null) {
            String reason = "table " + table.table() + " refused the row"
                    + (column.isEmpty() ? " for one of its constraints" : ": " + column);
            refusals.add(new Refusal(origin, reason));
        }
    }

    private String column(TableLoad table, Segment segment, int index) {
        for (Segment.Part part : segment.parts()) {
            int row = index - part.from();
            if (row >= 0 && row < part.rowCount()) {
                try (Segment.Part alone = Segment.slice(part, row, row + 1)) {
                    return transaction.misfit(table, segment, alone.batch());
                }
            }
        }
        return "";
    }

    /** The last row of the shortest run of rows from the first one that does not fit together. */
    private int endOfShortestMisfit(TableLoad table, Segment segment) throws DatabaseException {
        int fits = 0;
        int misfits = segment.rowCount();
        while (misfits - fits > 1) {
            int middle = (fits + misfits) >>> 1;
            if (fitsFirst(table, segment, middle)) {
                fits = middle;
            } else {
                misfits = middle;
            }
        }
        return indexOf(segment, misfits - 1);
    }

    private boolean fitsFirst(TableLoad table, Segment segment, int rowCount) throws DatabaseException {
        List<Segment.Part> first = new ArrayList<>();
        try {
            int left = rowCount;
            for (Segment.Part part : segment.parts()) {
                int taken = Math.min(left, part.rowCount());
                if (taken > 0) {
                    first.add(Segment.slice(part, 0, taken));
                }
                left -= taken;
            }
            return misfit(table, segment, first) == null;
        } finally {
            first.forEach(Segment.Part::close);
        }
    }

    private static int indexOf(Segment segment, int row) {
        int left = row;
        for (Segment.Part part : segment.parts()) {
            if (left < part.rowCount()) {
                return part.from() + left;
            }
            left -= part.rowCount();
        }
        throw new IllegalStateException("the segment has no row " + row);
    }
}
