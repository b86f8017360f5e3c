/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes Arrow batches to one Parquet file, one column after the other. Row groups leave for the output as soon as they
 * are full; until then their compressed pages are on the heap. One thread at a time.
 */
public final class ParquetBatchWriter implements AutoCloseable {
    /** Statistics longer than this are cut, so that long texts do not swell the footer. */
    private static final int STATISTICS_BYTES_MAX = 64;

    /** Rows handed to each column before the next one's turn: few enough that they stay in the CPU's cache. */
    private static final int SLICE_ROWS_MAX = 1024;

    private final ParquetOptions options;
    private final PageCompressor compressor;
    private final PositionStream output;
    private final MessageType message;
    private final ParquetProperties properties;
    private final ParquetFileWriter file;
    private final List<LeafColumn> leaves;
    private final List<ColumnDescriptor> descriptors;
    private final Levels levels = new Levels();
    private final HeapCopy values = new HeapCopy();
    private final HeapCopy data = new HeapCopy();

    private @Nullable ColumnChunkPageWriteStore pages;
    private @Nullable ColumnWriteStore columns;
    private long rowGroupRowCount;
    private long rowCount;
    private boolean finished;

    /**
     * Starts a file of rows of {@code schema}.
     *
     * @param compressor shared between files, outlives this one
     * @param output where the bytes go, in order; stays the caller's and is not closed
     * @throws IllegalArgumentException if a column has no Parquet form; the message names it
     */
    @MustBeClosed
    public ParquetBatchWriter(Schema schema, ParquetOptions options, PageCompressor compressor, OutputStream output)
            throws IOException {
        this.options = options;
        this.compressor = compressor;
        this.output = new PositionStream(output);
        this.message = ParquetTypes.message(schema);
        this.leaves = LeafColumn.of(schema);
        this.descriptors = message.getColumns();
        this.properties = ParquetProperties.builder()
                .withPageSize(options.pageBytesMax())
                .withPageRowCountLimit(options.pageRowsMax())
                .withStatisticsTruncateLength(STATISTICS_BYTES_MAX)
                .build();
        this.file = new ParquetFileWriter(
                this.output.asFile(),
                message,
                ParquetFileWriter.Mode.CREATE,
                options.rowGroupBytesMax(),
                0,
                properties.getColumnIndexTruncateLength(),
                STATISTICS_BYTES_MAX,
                properties.getPageWriteChecksumEnabled());
        file.start();
    }

    /**
     * Appends the rows of {@code batch} from {@code from} up to {@code to}. The batch must have the schema of the file
     * and stays the caller's. After an exception only {@link #close} remains.
     */
    public void write(ArrowBatch batch, int from, int to) throws IOException {
        if (finished) {
            throw new IllegalStateException("file of " + rowCount + " rows is already finished");
        }
        int sliceRowCount = sliceRowCount(batch);
        for (int start = from; start < to; start += sliceRowCount) {
            writeSlice(batch.vectors(), start, Math.min(start + sliceRowCount, to));
            if (buffered() >= options.rowGroupBytesMax()) {
                endRowGroup();
            }
        }
    }

    /** Few enough rows that a slice of average rows does not overshoot a page by much. */
    private int sliceRowCount(ArrowBatch batch) {
        long rowBytes = Math.max(1, batch.byteCount() / Math.max(1, batch.rowCount()));
        long rowCount = Math.min(options.pageBytesMax() / rowBytes, options.pageRowsMax());
        return (int) Math.max(1, Math.min(SLICE_ROWS_MAX, rowCount));
    }

    private void writeSlice(VectorSchemaRoot root, int from, int to) {
        ColumnWriteStore target = columns();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            levels.start(from, to);
            FieldVector vector = leaves.get(leaf).descend(root, levels, values);
            leaves.get(leaf)
                    .writer()
                    .write(target.getColumnWriter(descriptors.get(leaf)), levels, vector, values, data);
        }
        for (int row = from; row < to; row++) {
            target.endRecord();
        }
        rowGroupRowCount += to - from;
        rowCount += to - from;
    }

    private ColumnWriteStore columns() {
        if (columns == null) {
            pages = ColumnChunkPageWriteStore.builder()
                    .withCompressorProvider(column -> compressor.forPages())
                    .withSchema(message)
                    .withAllocator(properties.getAllocator())
                    .withColumnIndexTruncateLength(properties.getColumnIndexTruncateLength())
                    .withPageWriteChecksumEnabled(properties.getPageWriteChecksumEnabled())
                    .build();
            columns = properties.newColumnWriteStore(message, pages, pages);
        }
        return columns;
    }

    private void endRowGroup() throws IOException {
        if (columns == null || pages == null) {
            return;
        }
        file.startBlock(rowGroupRowCount);
        columns.flush();
        pages.flushToFileWriter(file);
        file.endBlock();
        rowGroupRowCount = 0;
        closeStores();
    }

    private void closeStores() {
        if (columns != null && pages != null) {
            columns.close();
            pages.close();
        }
        columns = null;
        pages = null;
    }

    /** Rows written so far. */
    public long rowCount() {
        return rowCount;
    }

    /** Bytes of the file so far: those handed to the output, and those of the open row group. */
    public long byteCount() {
        return output.getPos() + buffered();
    }

    /** Heap bytes that the open row group holds. */
    public long heapBytes() {
        return columns == null ? 0 : columns.getAllocatedSize() + columns.getBufferedSize();
    }

    private long buffered() {
        return columns == null ? 0 : columns.getBufferedSize();
    }

    /** Ends the last row group and writes the footer, with {@code metadata} as its key-value pairs. */
    public void finish(Map<String, String> metadata) throws IOException {
        endRowGroup();
        finished = true;
        file.end(metadata);
    }

    /** Gives back the memory; a file that was not finished stays without a footer. Idempotent. */
    @Override
    public void close() {
        finished = true;
        closeStores();
    }
}
