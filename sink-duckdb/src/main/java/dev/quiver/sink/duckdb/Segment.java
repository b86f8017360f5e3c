/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of one schema that wait to go into a table, in parts; owns them. */
final class Segment implements AutoCloseable {
    private final Schema schema;
    private final List<Part> parts = new ArrayList<>();

    /**
     * Some of the rows.
     *
     * @param origins where its rows came from, the first at index {@code from}
     */
    record Part(ArrowBatch batch, RowOrigins origins, int from) implements AutoCloseable {
        int rowCount() {
            return batch.rowCount();
        }

        RowOrigins.Origin origin(int row) {
            return origins.of(from + row);
        }

        boolean isSameRecord(int row, int other) {
            return origins.isSame(from + row, from + other);
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    /** A segment of {@code owned}, whose rows came from {@code origins}. */
    Segment(ArrowBatch owned, RowOrigins origins) {
        this.schema = owned.vectors().getSchema();
        parts.add(new Part(owned, origins, 0));
    }

    Schema schema() {
        return schema;
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    int rowCount() {
        return parts.stream().mapToInt(Part::rowCount).sum();
    }

    long byteCount() {
        return parts.stream().mapToLong(part -> part.batch().byteCount()).sum();
    }

    /**
     * Drops the rows of the record that row {@code index} came from, as far as they stand together, and returns that;
     * null if they are gone already.
     *
     * @param index of the row when no row was dropped yet
     */
    RowOrigins.@Nullable Origin drop(int index) {
        for (int number = 0; number < parts.size(); number++) {
            Part part = parts.get(number);
            int row = index - part.from();
            if (row >= 0 && row < part.rowCount()) {
                RowOrigins.Origin origin = part.origin(row);
                drop(number, row);
                return origin;
            }
        }
        return null;
    }

    private void drop(int number, int row) {
        Part part = parts.get(number);
        int from = row;
        while (from > 0 && part.isSameRecord(from - 1, row)) {
            from--;
        }
        int to = row + 1;
        while (to < part.rowCount() && part.isSameRecord(to, row)) {
            to++;
        }
        List<Part> rest = new ArrayList<>();
        addSlice(rest, part, 0, from);
        addSlice(rest, part, to, part.rowCount());
        parts.remove(number);
        parts.addAll(number, rest);
        part.close();
    }

    /** Rows {@code from} up to {@code to} of {@code part}, which share its memory and belong to the caller. */
    @SuppressWarnings("MustBeClosedChecker") // whoever closes the part does it
    static Part slice(Part part, int from, int to) {
        ArrowBatch slice = new ArrowBatch(part.batch().vectors().slice(from, to - from));
        return new Part(slice, part.origins(), part.from() + from);
    }

    private static void addSlice(List<Part> parts, Part part, int from, int to) {
        if (from < to) {
            parts.add(slice(part, from, to));
        }
    }

    @Override
    public void close() {
        parts.forEach(Part::close);
    }
}
