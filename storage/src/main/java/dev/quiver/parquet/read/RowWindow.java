/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.io.IOException;
import java.util.List;

/**
 * Decides how many rows the next batch has: as many as all columns have room for. Fetches what they need for that.
 */
final class RowWindow {
    private final RangeSource source;
    private final List<LeafColumn> columns;
    private final ReadOptions options;
    /** Bytes of a row in the batches so far. */
    private long rowBytes = 1;

    RowWindow(RangeSource source, List<LeafColumn> columns, ReadOptions options) {
        this.source = source;
        this.columns = columns;
        this.options = options;
    }

    /** Expects rows of {@code newRowBytes}, or more if they had more so far. */
    void expect(long newRowBytes) {
        rowBytes = Math.max(rowBytes, newRowBytes);
    }

    /**
     * Lets all columns take the same rows.
     *
     * @param rowsLeft that can be taken at most, at least 1
     * @return how many they took, at least 1
     */
    int take(long rowsLeft) throws IOException {
        long fitting = Math.max(1, options.bytesMax() / rowBytes);
        int rows = (int) Math.min(Math.min(options.rowsMax(), rowsLeft), fitting);
        prefetch(rows);
        long share = Math.max(1, options.bytesMax() / Math.max(1, columns.size()));
        long decoded = 0;
        for (LeafColumn column : columns) {
            decoded += column.decodedBytes();
        }
        for (LeafColumn column : columns) {
            long others = decoded - column.decodedBytes();
            rows = Math.min(rows, column.fill(rows, Math.max(share, options.bytesMax() - others)));
            decoded = others + column.decodedBytes();
        }
        long bytes = 0;
        for (LeafColumn column : columns) {
            column.take(rows);
            bytes += column.takenBytes();
        }
        rowBytes = Math.max(1, bytes / rows);
        return rows;
    }

    /** Reads ahead for all columns at once when one of them will need it for the next {@code rows}. */
    private void prefetch(int rows) throws IOException {
        boolean isNeeded = false;
        for (LeafColumn column : columns) {
            boolean isPageShort = column.pageSlotsLeft() < rows;
            isNeeded |= isPageShort && column.missing() > 0 && column.bytes().available(column.nextPosition()) == 0;
        }
        if (!isNeeded) {
            return;
        }
        MergedReads reads = new MergedReads(source, options.fetchBytesMax());
        for (LeafColumn column : columns) {
            ChunkBytes bytes = column.bytes();
            long position = column.nextPosition();
            int missing = column.missing();
            if (missing > bytes.readAhead(position) / 2) {
                long from = position + bytes.available(position);
                reads.add(from, missing, (read, offset, length) -> bytes.extend(position, read, offset, length));
            }
        }
        reads.run();
    }
}
