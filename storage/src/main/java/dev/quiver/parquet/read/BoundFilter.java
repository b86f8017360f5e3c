/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link Filter} on the columns of one file. */
sealed interface BoundFilter {
    /** Whether a row of the row group that {@code bounds} are those of may fulfil this. */
    boolean mayMatch(ChunkBounds bounds) throws IOException;

    /** Rows of a row group that may fulfil this, as far as its pages say. */
    List<RowRange> rows(PageBounds bounds) throws IOException;

    /** The leaf columns it asks for. */
    Set<Integer> leaves();

    /**
     * {@code condition} on the columns of {@code schema}.
     *
     * @throws IllegalArgumentException if there is no such column, or it cannot be compared with such a value
     */
    static BoundFilter of(Condition condition, SchemaReader.FileSchema schema) {
        if (condition instanceof Condition.All all) {
            return new All(all.conditions().stream().map(one -> of(one, schema)).toList());
        }
        if (condition instanceof Condition.Any any) {
            return new Any(any.conditions().stream().map(one -> of(one, schema)).toList());
        }
        if (condition instanceof Condition.Null nulls) {
            return new Nulls(leaf(nulls.column(), schema), nulls.isNull());
        }
        if (condition instanceof Condition.Range range) {
            ParquetNode leaf = leaf(range.column(), schema);
            return new Range(leaf, key(leaf, range.min()), key(leaf, range.max()));
        }
        Condition.In in = (Condition.In) condition;
        ParquetNode leaf = leaf(in.column(), schema);
        List<Object> keys = new ArrayList<>();
        for (Object value : in.values()) {
            Object key = key(leaf, value);
            if (key == null) {
                return new Everything(leaf);
            }
            keys.add(key);
        }
        return new In(leaf, keys);
    }

    private static ParquetNode leaf(String column, SchemaReader.FileSchema schema) {
        for (ParquetNode leaf : schema.leaves()) {
            if (leaf.path().equals(column)) {
                return leaf;
            }
        }
        throw new IllegalArgumentException("the file has no leaf column '" + column + "' to filter by");
    }

    private static @Nullable Object key(ParquetNode leaf, @Nullable Object value) {
        ValueOrder order = ValueOrder.of(leaf);
        if (value == null || order == ValueOrder.NONE || (value instanceof Double number && number.isNaN())) {
            return null;
        }
        boolean widened =
                order == ValueOrder.UNSIGNED && leaf.physical() == PhysicalType.INT32 && value instanceof Integer;
        Object key = widened ? (Object) Integer.toUnsignedLong((Integer) value) : order.key(value);
        if (key == null && !(value instanceof Float)) {
            throw new IllegalArgumentException("column '" + leaf.path() + "' of type " + leaf.physical()
                    + " cannot be compared with a " + value.getClass().getSimpleName());
        }
        return key;
    }

    /** The rows of the pages of {@code leaf} that {@code test} does not rule out. */
    private static List<RowRange> pages(ParquetNode leaf, PageBounds bounds, Test test) throws IOException {
        List<ValueBounds> pages = bounds.of(leaf);
        if (pages == null) {
            return List.of(new RowRange(0, bounds.rowCount()));
        }
        List<RowRange> rows = new ArrayList<>();
        for (int page = 0; page < pages.size(); page++) {
            if (test.mayMatch(pages.get(page))) {
                rows.add(bounds.rows(leaf, page));
            }
        }
        return RowRange.merged(rows);
    }

    /** Whether values within some bounds may fulfil something. */
    interface Test {
        boolean mayMatch(ValueBounds bounds);
    }

    /** Values that are not compared here, such as NaN. */
    record Everything(ParquetNode leaf) implements BoundFilter {
        @Override
        public boolean mayMatch(ChunkBounds bounds) {
            return true;
        }

        @Override
        public List<RowRange> rows(PageBounds bounds) {
            return List.of(new RowRange(0, bounds.rowCount()));
        }

        @Override
        public Set<Integer> leaves() {
            return Set.of();
        }
    }

    /** Nulls, or everything else. */
    record Nulls(ParquetNode leaf, boolean isNull) implements BoundFilter {
        @Override
        public boolean mayMatch(ChunkBounds bounds) {
            return mayMatch(bounds.of(leaf));
        }

        private boolean mayMatch(ValueBounds bounds) {
            return isNull ? bounds.hasNulls() : bounds.hasValues();
        }

        @Override
        public List<RowRange> rows(PageBounds bounds) throws IOException {
            return pages(leaf, bounds, this::mayMatch);
        }

        @Override
        public Set<Integer> leaves() {
            return Set.of(leaf.leaf());
        }
    }

    /** A range of values. */
    record Range(
            ParquetNode leaf,
            @Nullable Object min,
            @Nullable Object max) implements BoundFilter {
        @Override
        public boolean mayMatch(ChunkBounds bounds) {
            return mayMatch(bounds.of(leaf));
        }

        private boolean mayMatch(ValueBounds bounds) {
            return bounds.hasValues() && overlaps(ValueOrder.of(leaf), bounds, min, max);
        }

        static boolean overlaps(ValueOrder order, ValueBounds bounds, @Nullable Object min, @Nullable Object max) {
            boolean isBefore = min != null && bounds.max() != null && order.isBehind(min, bounds.max());
            boolean isBehind = max != null && bounds.min() != null && order.isBehind(bounds.min(), max);
            return !isBefore && !isBehind;
        }

        @Override
        public List<RowRange> rows(PageBounds bounds) throws IOException {
            return pages(leaf, bounds, this::mayMatch);
        }

        @Override
        public Set<Integer> leaves() {
            return Set.of(leaf.leaf());
        }
    }

    /** Some values. */
    record In(ParquetNode leaf, List<Object> keys) implements BoundFilter {
        @Override
        public boolean mayMatch(ChunkBounds bounds) throws IOException {
            return mayMatch(bounds.of(leaf)) && bounds.mayHaveOneOf(leaf, keys);
        }

        private boolean mayMatch(ValueBounds bounds) {
            ValueOrder order = ValueOrder.of(leaf);
            return bounds.hasValues() && keys.stream().anyMatch(key -> Range.overlaps(order, bounds, key, key));
        }

        @Override
        public List<RowRange> rows(PageBounds bounds) throws IOException {
            return pages(leaf, bounds, this::mayMatch);
        }

        @Override
        public Set<Integer> leaves() {
            return Set.of(leaf.leaf());
        }
    }

    /** All of several. */
    record All(List<BoundFilter> filters) implements BoundFilter {
        @Override
        public boolean mayMatch(ChunkBounds bounds) throws IOException {
            for (BoundFilter filter : filters) {
                if (!filter.mayMatch(bounds)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public List<RowRange> rows(PageBounds bounds) throws IOException {
            List<RowRange> rows = List.of(new RowRange(0, bounds.rowCount()));
            for (BoundFilter filter : filters) {
                rows = RowRange.common(rows, filter.rows(bounds));
            }
            return rows;
        }

        @Override
        public Set<Integer> leaves() {
            return leavesOf(filters);
        }
    }

    /** One of several. */
    record Any(List<BoundFilter> filters) implements BoundFilter {
        @Override
        public boolean mayMatch(ChunkBounds bounds) throws IOException {
            for (BoundFilter filter : filters) {
                if (filter.mayMatch(bounds)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public List<RowRange> rows(PageBounds bounds) throws IOException {
            List<RowRange> rows = new ArrayList<>();
            for (BoundFilter filter : filters) {
                rows.addAll(filter.rows(bounds));
            }
            return RowRange.merged(rows);
        }

        @Override
        public Set<Integer> leaves() {
            return leavesOf(filters);
        }
    }

    private static Set<Integer> leavesOf(List<BoundFilter> filters) {
        Set<Integer> leaves = new HashSet<>();
        filters.forEach(filter -> leaves.addAll(filter.leaves()));
        return leaves;
    }
}
