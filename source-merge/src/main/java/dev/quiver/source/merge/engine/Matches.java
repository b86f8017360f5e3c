/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.List;

/**
 * The child rows of some parents, as references into batches: item by item, those of one parent one behind the other in
 * the order of the child's files.
 */
public final class Matches {
    /** No rows for any parent. */
    static final Matches NONE = new Matches(new int[0], new int[1], List.of(), new int[0], new int[0]);

    private final int[] groupOf;
    private final int[] starts;
    private final TableBatch[] batches;
    private final int[] batchOf;
    private final int[] rows;

    /**
     * References by groups.
     *
     * @param groupOf the group of each parent, -1 for none
     * @param starts the first item of each group, and the number of items
     * @param batchOf which of {@code batches} each item is in
     * @param rows which row there
     */
    Matches(int[] groupOf, int[] starts, List<TableBatch> batches, int[] batchOf, int[] rows) {
        this.groupOf = groupOf;
        this.starts = starts;
        this.batches = batches.toArray(new TableBatch[0]);
        this.batchOf = batchOf;
        this.rows = rows;
    }

    /** The first item of {@code parent}. */
    public int start(int parent) {
        int group = parent < groupOf.length ? groupOf[parent] : -1;
        return group < 0 ? 0 : starts[group];
    }

    /** One past the last item of {@code parent}; the first one if it has none. */
    public int end(int parent) {
        int group = parent < groupOf.length ? groupOf[parent] : -1;
        return group < 0 ? 0 : starts[group + 1];
    }

    /** Where the row of {@code item} is. */
    public TableBatch batch(int item) {
        return batches[batchOf[item]];
    }

    /** Which row there. */
    public int row(int item) {
        return rows[item];
    }

    /** Items. */
    public int size() {
        return rows.length;
    }
}
