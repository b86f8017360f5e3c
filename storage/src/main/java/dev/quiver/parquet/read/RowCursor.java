/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Moves the leaf columns of a reader over the selected rows of a file, row group by row group. */
final class RowCursor {
    /** Of a column chunk, so much is read ahead at least. */
    private static final int READ_AHEAD_MIN = 16 << 10;

    private final FileLayout layout;
    private final Selection selection;
    private final List<LeafColumn> columns;
    private final Set<Integer> leaves = new HashSet<>();
    private final int fetchBytesMax;

    private int rowGroup = -1;
    private List<RowRange> ranges = List.of();
    private int range;
    /** The row of the row group that comes next. */
    private long next;

    RowCursor(FileLayout layout, Selection selection, List<LeafColumn> columns, int fetchBytesMax) {
        this.layout = layout;
        this.selection = selection;
        this.columns = columns;
        this.fetchBytesMax = fetchBytesMax;
        columns.forEach(column -> leaves.add(column.node().leaf()));
    }

    /**
     * Moves to the next rows that are selected, if any are left.
     *
     * @return how many rows lie one behind the other from there on, 0 at the end
     */
    long advance() throws IOException {
        while (range >= ranges.size() || next >= ranges.get(range).to()) {
            if (range + 1 < ranges.size()) {
                range++;
                enterRange();
            } else if (!nextRowGroup(rowGroup + 1, 0)) {
                return 0;
            }
        }
        return ranges.get(range).to() - next;
    }

    private void enterRange() throws IOException {
        RowRange entered = ranges.get(range);
        next = Math.max(next, entered.from());
        for (LeafColumn column : columns) {
            column.limit(entered.to());
            column.skipTo(next);
        }
    }

    /** Moves to the first selected row at or behind {@code from}, counted from the first one of {@code first}. */
    private boolean nextRowGroup(int first, long from) throws IOException {
        finishRowGroup();
        long start = from;
        for (rowGroup = first; rowGroup < layout.rowGroups().size(); rowGroup++) {
            Selection.Selected selected = selection.of(rowGroup, leaves);
            if (selected != null && open(selected, start)) {
                return true;
            }
            start = 0;
        }
        ranges = List.of();
        range = 0;
        return false;
    }

    private boolean open(Selection.Selected selected, long from) throws IOException {
        ranges = selected.ranges();
        range = 0;
        while (range < ranges.size() && ranges.get(range).to() <= from) {
            range++;
        }
        if (range == ranges.size()) {
            return false;
        }
        next = from;
        long bytes = 1;
        for (LeafColumn column : columns) {
            layout.checkChunk(rowGroup, column.node().leaf(), column.place(rowGroup));
            bytes += layout.chunk(rowGroup, column.node().leaf()).getTotal_compressed_size();
        }
        for (LeafColumn column : columns) {
            int leaf = column.node().leaf();
            PageLocations pages = selected.indexes().locations(leaf, column.place(rowGroup));
            ChunkPlan plan = layout.plan(rowGroup, leaf, pages, column.place(rowGroup));
            double share = (double) (plan.end() - plan.start()) / bytes;
            column.chunk(plan, (int) Math.max(READ_AHEAD_MIN, share * fetchBytesMax));
        }
        enterRange();
        return true;
    }

    /** Behind the last row of a row group, nothing may be left of its chunks. */
    private void finishRowGroup() throws MalformedParquetException {
        boolean isAtEnd = rowGroup >= 0
                && rowGroup < layout.rowGroups().size()
                && !ranges.isEmpty()
                && next == layout.rowCount(rowGroup);
        if (isAtEnd) {
            for (LeafColumn column : columns) {
                column.checkEnd();
            }
        }
    }

    /** Counts {@code rows} that all columns have taken. */
    void passed(int rows) {
        next += rows;
    }

    /** The next row, counted from the first one of the file. */
    long row() {
        return layout.firstRows()[rowGroup] + next;
    }

    /** Moves so that the next row is the first selected one at or behind {@code row} of the file. */
    void seek(long row) throws IOException {
        int target = 0;
        while (target < layout.rowGroups().size() && layout.firstRows()[target + 1] <= row) {
            target++;
        }
        ranges = List.of();
        range = 0;
        rowGroup = target - 1;
        if (target < layout.rowGroups().size()) {
            nextRowGroup(target, row - layout.firstRows()[target]);
        } else {
            rowGroup = layout.rowGroups().size();
        }
    }

    /** Which row group is open. */
    int rowGroup() {
        return rowGroup;
    }

    /** Bytes of the values of one row on average, after the metadata of the row group. */
    long rowBytes() {
        long bytes = 0;
        for (LeafColumn column : columns) {
            bytes += layout.chunk(rowGroup, column.node().leaf()).getTotal_uncompressed_size();
        }
        return Math.max(1, bytes / Math.max(1, layout.rowCount(rowGroup)));
    }
}
