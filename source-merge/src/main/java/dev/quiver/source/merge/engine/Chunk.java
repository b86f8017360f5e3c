/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.Arrays;

/**
 * Child rows that were read and not all given to their parents yet. What is left is an index: a range of rows while
 * they are sorted, a list of rows otherwise. Rows are never copied.
 */
final class Chunk {
    private final TableBatch batch;
    private final Column parents;
    private final boolean fresh;
    private final long maxKey;

    private boolean ranged;
    private int from;
    private int to;
    private int[] live = {};

    /** Rows that matched when parents were last looked for, and the groups of these. */
    private int[] matchedRows = {};

    private int[] matchedGroups = {};
    private int matchedCount;

    /** All rows of {@code batch}. */
    Chunk(TableBatch batch, int parentColumn, boolean fresh) {
        this.batch = batch;
        this.parents = batch.column(parentColumn);
        this.fresh = fresh;
        this.to = batch.rowCount();
        long max = KeyIndex.NO_KEY;
        boolean sorted = true;
        for (int row = 0; row < to; row++) {
            long key = parents.key(row);
            sorted &= key >= max && key != KeyIndex.NO_KEY;
            max = Math.max(max, key);
        }
        this.maxKey = max;
        this.ranged = sorted;
        if (!sorted) {
            live = new int[to];
            for (int row = 0; row < to; row++) {
                live[row] = row;
            }
        }
    }

    /** What becomes of rows whose parent is not among those looked for. */
    interface Unmatched {
        /** Whether {@code row} is done with, having the parent {@code key}. */
        boolean isDone(Chunk chunk, int row, long key);
    }

    TableBatch batch() {
        return batch;
    }

    /** Whether its rows were never read before. */
    boolean isFresh() {
        return fresh;
    }

    /** The largest key in it. */
    long maxKey() {
        return maxKey;
    }

    boolean isEmpty() {
        return ranged ? from >= to : to == 0;
    }

    /** Looks for the parents of all rows that are left, up to the largest key of {@code keys} where they are sorted. */
    void match(KeyIndex keys, boolean shared, Unmatched unmatched, int[] counts) {
        matchedCount = 0;
        if (isEmpty()) {
            return;
        }
        if (ranged) {
            matchRange(keys, shared, unmatched, counts);
        } else {
            matchList(keys, shared, unmatched, counts);
        }
    }

    private void matchRange(KeyIndex keys, boolean shared, Unmatched unmatched, int[] counts) {
        int end = firstAbove(keys.max());
        reserve(end - from);
        int kept = 0;
        int[] keptRows = {};
        for (int row = from; row < end; row++) {
            long key = parents.key(row);
            int group = keys.group(key);
            if (group >= 0) {
                matched(row, group, counts);
            }
            boolean isDone = group >= 0 ? !shared : unmatched.isDone(this, row, key);
            if (!isDone) {
                if (kept == keptRows.length) {
                    keptRows = Arrays.copyOf(keptRows, Math.max(16, 2 * kept));
                }
                keptRows[kept++] = row;
            }
        }
        keep(keptRows, kept, end);
    }

    private void keep(int[] keptRows, int kept, int end) {
        boolean isSuffix = kept > 0 && keptRows[0] == end - kept;
        if (kept == 0 || isSuffix) {
            from = end - kept;
            return;
        }
        int[] rest = Arrays.copyOf(keptRows, kept + to - end);
        for (int row = end; row < to; row++) {
            rest[kept + row - end] = row;
        }
        live = rest;
        to = rest.length;
        from = 0;
        ranged = false;
    }

    private void matchList(KeyIndex keys, boolean shared, Unmatched unmatched, int[] counts) {
        reserve(to);
        int kept = 0;
        for (int index = 0; index < to; index++) {
            int row = live[index];
            long key = parents.key(row);
            int group = key == KeyIndex.NO_KEY ? -1 : keys.group(key);
            if (group >= 0) {
                matched(row, group, counts);
            }
            boolean isDone = group >= 0 ? !shared : unmatched.isDone(this, row, key);
            if (!isDone) {
                live[kept++] = row;
            }
        }
        to = kept;
    }

    /** Asks of all rows with keys below {@code key} whether they are done. */
    void pass(long key, Unmatched unmatched) {
        if (ranged) {
            int end = firstAbove(key - 1);
            for (int row = from; row < end; row++) {
                unmatched.isDone(this, row, parents.key(row));
            }
            from = Math.max(from, end);
            return;
        }
        int kept = 0;
        for (int index = 0; index < to; index++) {
            int row = live[index];
            if (parents.key(row) >= key || !unmatched.isDone(this, row, parents.key(row))) {
                live[kept++] = row;
            }
        }
        to = kept;
    }

    private void reserve(int rows) {
        if (matchedRows.length < rows) {
            matchedRows = new int[rows];
            matchedGroups = new int[rows];
        }
    }

    private void matched(int row, int group, int[] counts) {
        matchedRows[matchedCount] = row;
        matchedGroups[matchedCount] = group;
        matchedCount++;
        counts[group]++;
    }

    private int firstAbove(long key) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (parents.key(middle) <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Writes references to the rows that matched to where {@code next} says for each group. */
    void place(int ordinal, int[] next, int[] batchOf, int[] rows) {
        for (int index = 0; index < matchedCount; index++) {
            int item = next[matchedGroups[index]]++;
            batchOf[item] = ordinal;
            rows[item] = matchedRows[index];
        }
        matchedCount = 0;
    }

    /** Bytes on the heap. */
    long heapBytes() {
        return batch.heapBytes() + 4L * (live.length + matchedRows.length + matchedGroups.length);
    }
}
