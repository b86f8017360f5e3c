/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

/** Rows of one file that lie one behind the other, on the heap. */
public final class TableBatch {
    private final TableFile file;
    private final long firstRow;
    private final int rowCount;
    private final Column[] columns;
    private final long heapBytes;

    /** Rows from {@code firstRow} of {@code file} on; {@code columns} has one for each of the table's. */
    TableBatch(TableFile file, long firstRow, int rowCount, Column[] columns) {
        this.file = file;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        this.columns = columns;
        long bytes = 0;
        for (Column column : columns) {
            bytes += column.heapBytes();
        }
        this.heapBytes = bytes;
    }

    /** The file. */
    public TableFile file() {
        return file;
    }

    /** The first row, counted from the first one of the file on. */
    public long firstRow() {
        return firstRow;
    }

    /** Rows. */
    public int rowCount() {
        return rowCount;
    }

    /** Column {@code ordinal} of the table. */
    public Column column(int ordinal) {
        return columns[ordinal];
    }

    /** Bytes on the heap. */
    long heapBytes() {
        return heapBytes;
    }
}
