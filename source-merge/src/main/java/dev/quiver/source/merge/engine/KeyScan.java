/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a few columns of files, apart from any merge. */
public final class KeyScan {
    private static final int ROWS = 1 << 14;

    private final FileOpener opener;
    private final PartitionMerge.Resources resources;

    /** Reads with what merges use. */
    public KeyScan(FileOpener opener, PartitionMerge.Resources resources) {
        this.opener = opener;
        this.resources = resources;
    }

    /** Takes rows in their order. */
    @FunctionalInterface
    public interface Rows {
        /** Takes those of {@code batch}. */
        void take(TableBatch batch);
    }

    /** Hands the columns of {@code table} in {@code file} to {@code rows}. */
    public void rows(TableSpec table, TableFile file, Rows rows) throws IOException {
        try (TableReader reader = new TableReader(table, opener, ROWS, resources.allocator())) {
            reader.add(List.of(file));
            @Nullable TableBatch batch = reader.next();
            while (batch != null) {
                rows.take(batch);
                batch = reader.next();
            }
        }
    }

    /**
     * The keys of parents that children have.
     *
     * @param table with no other column than that of the keys
     * @param min the smallest that is wanted
     * @param max the largest one
     * @return ascending, without repetition
     */
    public long[] parents(TableSpec table, List<TableFile> files, long min, long max) throws IOException {
        TreeSet<Long> keys = new TreeSet<>();
        try (TableReader reader = new TableReader(table, opener, ROWS, resources.allocator())) {
            reader.add(files);
            reader.seek(min);
            while (reader.unreadMin(KeyIndex.NO_KEY) <= max) {
                @Nullable TableBatch batch = reader.next();
                if (batch == null) {
                    break;
                }
                Column column = batch.column(table.parent());
                for (int row = 0; row < batch.rowCount(); row++) {
                    long key = column.key(row);
                    if (key >= min && key <= max) {
                        keys.add(key);
                    }
                }
            }
        }
        return keys.stream().mapToLong(Long::longValue).toArray();
    }
}
