/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.parquet.PageSpill;
import dev.quiver.parquet.ParquetBatchWriter;
import java.io.IOException;
import java.util.Map;

/** Rows of a Parquet file in the order they come. */
final class ParquetRows implements RowsWriter {
    private final ParquetBatchWriter file;

    /** Takes ownership of {@code ownedFile}. */
    ParquetRows(ParquetBatchWriter ownedFile) {
        this.file = ownedFile;
    }

    @Override
    public void write(SealedRows rows, int from, int to) throws IOException {
        file.write(rows.vectors(), from, to);
    }

    @Override
    public long byteCount() {
        return file.byteCount();
    }

    @Override
    public long heapBytes() {
        return file.heapBytes();
    }

    @Override
    public void spillTo(PageSpill spill) throws IOException {
        file.spillTo(spill);
    }

    @Override
    public void condense() throws IOException {
        if (file.openRowCount() >= ROWS_MIN) {
            file.endRowGroup();
        }
    }

    @Override
    public void finish(Map<String, String> metadata) throws IOException {
        file.finish(metadata);
    }

    @Override
    public void close() {
        file.close();
    }
}
