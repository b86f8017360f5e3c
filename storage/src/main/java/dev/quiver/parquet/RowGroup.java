/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/** The open row group of a file: a column chunk for each leaf. One behind the other, all row groups of a file. */
final class RowGroup {
    /** Rows taken by all columns before the limits are looked at. */
    private static final int SLICE_ROWS_MAX = 10_000;

    /** A row group overshoots its limit by at most one part in so many, unless a single row or page does more. */
    private static final int SLICES_MIN = 4;

    private final ParquetOptions options;
    private final ColumnEncoders encoders;
    private final List<ColumnChunk> chunks = new ArrayList<>();
    private long rowCount;
    /** Of the row group in the file, counted from 0. */
    private int ordinal;

    RowGroup(Schema schema, MessageType message, ParquetOptions options, ColumnEncoders encoders) {
        this.options = options;
        this.encoders = encoders;
        List<LeafPath> leaves = LeafPath.of(schema);
        List<ColumnDescriptor> descriptors = message.getColumns();
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            chunks.add(new ColumnChunk(leaves.get(leaf), descriptors.get(leaf), options));
        }
    }

    /**
     * Takes rows of {@code root} from {@code from} on, but not from {@code to} on.
     *
     * @return the first row that was not taken; at least one is
     */
    int append(VectorSchemaRoot root, int from, int to) throws IOException {
        int end = sliceEnd(root, from, to);
        encoders.each(chunks, end - from, (chunk, lane) -> chunk.append(root, from, end, lane));
        rowCount += end - from;
        return end;
    }

    private int sliceEnd(VectorSchemaRoot root, int from, int to) {
        RowGroupOptions limits = options.rowGroup();
        long bytesMax = Math.max(limits.bytesMax() / SLICES_MIN, options.page().bytesMax());
        int sliceRowCount = (int) Math.min(Math.min(to - from, SLICE_ROWS_MAX), limits.rowsMax() - rowCount);
        while (sliceRowCount > 1 && plainBytes(root, from, from + sliceRowCount) > bytesMax) {
            sliceRowCount /= 2;
        }
        return from + sliceRowCount;
    }

    private long plainBytes(VectorSchemaRoot root, int from, int to) {
        long sum = 0;
        for (ColumnChunk chunk : chunks) {
            sum += chunk.plainBytes(root, from, to);
        }
        return sum;
    }

    /** Whether no more rows should be taken. */
    boolean isFull() {
        RowGroupOptions limits = options.rowGroup();
        return rowCount >= limits.rowsMax() || byteCount() >= limits.bytesMax();
    }

    /** Writes the row group to {@code file} and starts the next one; without rows it does nothing. */
    void writeTo(ParquetFileWriter file) throws IOException {
        if (rowCount == 0) {
            return;
        }
        encoders.each(chunks, (int) Math.min(rowCount, Integer.MAX_VALUE), ColumnChunk::end);
        file.startBlock(rowCount);
        for (int column = 0; column < chunks.size(); column++) {
            ColumnChunk chunk = chunks.get(column);
            chunk.writeTo(file, ChunkCipher.of(file.getEncryptor(), chunk.descriptor(), column, ordinal));
        }
        ordinal++;
        file.endBlock();
        rowCount = 0;
    }

    /** Rows so far. */
    long rowCount() {
        return rowCount;
    }

    /** Drops the finished pages. */
    void release() {
        chunks.forEach(ColumnChunk::release);
    }

    /** Moves pages to {@code spill}, as many as it has room for. */
    void spillTo(PageSpill spill) throws IOException {
        for (ColumnChunk chunk : chunks) {
            chunk.spillTo(spill, encoders.callers());
        }
    }

    /** Bytes of the finished pages, and of those in the making before compression. */
    long byteCount() {
        long sum = 0;
        for (ColumnChunk chunk : chunks) {
            sum += chunk.byteCount();
        }
        return sum;
    }

    /** Heap bytes held. */
    long retainedBytes() {
        long sum = 0;
        for (ColumnChunk chunk : chunks) {
            sum += chunk.retainedBytes();
        }
        return sum;
    }
}
