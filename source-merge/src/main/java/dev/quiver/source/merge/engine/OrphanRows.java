/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers child rows without a parent. */
final class OrphanRows {
    private final List<TableBatch> batches = new ArrayList<>();
    private int[] batchOf = {};
    private int[] rows = {};
    private long[] keys = {};
    private int count;
    private long heapBytes;

    /** Bytes of the batches that have the rows. */
    long heapBytes() {
        return heapBytes;
    }

    void add(TableBatch batch, int row, long key) {
        if (batches.isEmpty() || batches.get(batches.size() - 1) != batch) {
            batches.add(batch);
            heapBytes += batch.heapBytes();
        }
        if (count == rows.length) {
            int capacity = Math.max(16, 2 * count);
            batchOf = Arrays.copyOf(batchOf, capacity);
            rows = Arrays.copyOf(rows, capacity);
            keys = Arrays.copyOf(keys, capacity);
        }
        batchOf[count] = batches.size() - 1;
        rows[count] = row;
        keys[count++] = key;
    }

    /** What was gathered, null if nothing was. */
    @Nullable
    Orphans orphans(int join) {
        if (count == 0) {
            return null;
        }
        KeyIndex index = KeyIndex.of(Arrays.copyOf(keys, count));
        int[] starts = new int[index.groupCount() + 1];
        for (int item = 0; item < count; item++) {
            starts[index.group(keys[item]) + 1]++;
        }
        for (int group = 0; group < index.groupCount(); group++) {
            starts[group + 1] += starts[group];
        }
        int[] next = starts.clone();
        int[] sortedBatches = new int[count];
        int[] sortedRows = new int[count];
        for (int item = 0; item < count; item++) {
            int at = next[index.group(keys[item])]++;
            sortedBatches[at] = batchOf[item];
            sortedRows[at] = rows[item];
        }
        int[] places = new int[index.groupCount()];
        Arrays.setAll(places, place -> place);
        return new Orphans(join, index.keys(), new Matches(places, starts, batches, sortedBatches, sortedRows));
    }
}
