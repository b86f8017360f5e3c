/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.PageSpill;
import dev.quiver.parquet.ParquetBatchWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of a Parquet file in an order of their own within each row group. A row group is on the heap until it is full,
 * by its rows or by its bytes before they are encoded.
 */
final class SortedParquetRows implements RowsWriter {
    /** The key of the footer that says how rows are sorted. */
    static final String KEY = "quiver.sort.by";

    private final ParquetBatchWriter file;
    private final GatheredRows gathered;
    private final RowOrder order;
    private final ParquetEncoding encoding;

    /** Takes ownership of {@code ownedFile}. */
    SortedParquetRows(ParquetBatchWriter ownedFile, GatheredRows gathered, RowOrder order, ParquetEncoding encoding) {
        this.file = ownedFile;
        this.gathered = gathered;
        this.order = order;
        this.encoding = encoding;
    }

    @Override
    public void write(SealedRows rows, int from, int to) throws IOException {
        long rowsMax = encoding.config().options().rowGroup().rowsMax();
        long bytesMax = encoding.config().options().rowGroup().bytesMax();
        int start = from;
        while (start < to) {
            int end = (int) Math.min(to, start + rowsMax - gathered.rowCount());
            gathered.add(rows.heap(start, end));
            start = end;
            if (gathered.rowCount() >= rowsMax || gathered.heapBytes() >= bytesMax) {
                writeGroup();
            }
        }
    }

    private void writeGroup() throws IOException {
        if (gathered.rowCount() == 0) {
            return;
        }
        try (ArrowBatch batch = gathered.seal(encoding.allocator(), order)) {
            file.write(batch, 0, batch.rowCount());
        }
        gathered.release();
        file.endRowGroup();
    }

    @Override
    public long byteCount() {
        return file.byteCount();
    }

    @Override
    public long heapBytes() {
        return file.heapBytes() + gathered.heapBytes();
    }

    @Override
    public void spillTo(PageSpill spill) throws IOException {
        file.spillTo(spill);
    }

    @Override
    public void condense() throws IOException {
        if (gathered.rowCount() >= ROWS_MIN) {
            writeGroup();
        }
    }

    @Override
    public void finish(Map<String, String> metadata) throws IOException {
        writeGroup();
        Map<String, String> footer = new LinkedHashMap<>(metadata);
        footer.put(KEY, String.join(",", encoding.config().sortBy()));
        file.finish(footer);
    }

    @Override
    public void close() {
        gathered.release();
        file.close();
    }
}
