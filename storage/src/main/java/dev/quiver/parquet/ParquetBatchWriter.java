/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes Arrow batches to one Parquet file, one column after the other. Row groups leave for the output as soon as they
 * are full; until then their compressed pages are on the heap. A file without rows holds some kilobytes. One thread at
 * a time.
 */
public final class ParquetBatchWriter implements AutoCloseable {
    /** The smallest and largest values of pages are cut to this in the page index. */
    private static final int INDEX_BYTES_MAX = ByteOrdering.BOUND_BYTES_MAX;

    private static final int NO_PADDING = 0;

    private final Schema schema;
    private final ParquetOptions options;
    private final ColumnEncoders encoders;
    private final PositionStream output;
    private final MessageType message;
    private final ParquetFileWriter file;

    private @Nullable RowGroup rowGroup;
    private long rowCount;
    private boolean finished;

    /**
     * Starts a file of rows of {@code schema}.
     *
     * @param encoders shared between files, outlives this one
     * @param output where the bytes go, in order; stays the caller's and is not closed
     * @throws IllegalArgumentException if a column has no Parquet form, or one that is to be encrypted does not exist;
     *     the
     *     message names it
     */
    @MustBeClosed
    public ParquetBatchWriter(Schema schema, ParquetOptions options, ColumnEncoders encoders, OutputStream output)
            throws IOException {
        this.schema = schema;
        this.options = options;
        this.encoders = encoders;
        this.output = new PositionStream(output);
        this.message = ParquetTypes.message(schema, options.file().wideDecimals());
        this.file = new ParquetFileWriter(
                this.output.asFile(),
                message,
                ParquetFileWriter.Mode.CREATE,
                options.rowGroup().bytesMax(),
                NO_PADDING,
                INDEX_BYTES_MAX,
                ByteOrdering.BOUND_BYTES_MAX,
                options.file().checksums(),
                encryption(options, message));
        file.start();
    }

    private static @Nullable FileEncryptionProperties encryption(ParquetOptions options, MessageType message) {
        Encryption encryption = options.file().encryption();
        if (encryption == null) {
            return null;
        }
        for (String column : encryption.columns().keySet()) {
            String[] path = column.split("\\.");
            if (!message.containsPath(path) || !message.getType(path).isPrimitive()) {
                throw new IllegalArgumentException("column '" + column + "' is to be encrypted but does not exist");
            }
        }
        return encryption.forOneFile();
    }

    /**
     * Appends the rows of {@code batch} from {@code from} up to {@code to}. The batch must have the schema of the file
     * and stays the caller's. After an exception only {@link #close} remains.
     */
    public void write(ArrowBatch batch, int from, int to) throws IOException {
        if (finished) {
            throw new IllegalStateException("file of " + rowCount + " rows is already finished");
        }
        RowGroup open = rowGroup();
        int start = from;
        while (start < to) {
            int end = open.append(batch.vectors(), start, to);
            rowCount += end - start;
            start = end;
            if (open.isFull()) {
                open.writeTo(file);
            }
        }
    }

    private RowGroup rowGroup() {
        if (rowGroup == null) {
            rowGroup = new RowGroup(schema, message, options, encoders);
        }
        return rowGroup;
    }

    /** Ends the open row group before it is full, unless it has no rows; its pages leave for the output. */
    public void endRowGroup() throws IOException {
        if (rowGroup != null) {
            rowGroup.writeTo(file);
        }
    }

    /** Rows of the open row group. */
    public long openRowCount() {
        return rowGroup == null ? 0 : rowGroup.rowCount();
    }

    /** Rows written so far. */
    public long rowCount() {
        return rowCount;
    }

    /** Bytes of the file so far: those handed to the output, and those of the open row group. */
    public long byteCount() {
        return output.getPos() + (rowGroup == null ? 0 : rowGroup.byteCount());
    }

    /** Heap bytes that the open row group holds. */
    public long heapBytes() {
        return rowGroup == null ? 0 : rowGroup.retainedBytes();
    }

    /**
     * Moves the pages of the open row group to {@code spill}, as many as it has room for; they are copied to the output
     * when the row group ends. Pages in the making end for that, unless they have very few rows.
     *
     * @param spill must stay open until this is finished or closed
     * @return the heap bytes that became free
     */
    public long spillTo(PageSpill spill) throws IOException {
        if (rowGroup == null) {
            return 0;
        }
        long before = rowGroup.retainedBytes();
        rowGroup.spillTo(spill);
        return before - rowGroup.retainedBytes();
    }

    /**
     * Ends the last row group and writes the footer, with {@code metadata} as its key-value pairs; the Arrow schema is
     * added to them unless the options leave it out.
     */
    public void finish(Map<String, String> metadata) throws IOException {
        if (rowGroup != null) {
            rowGroup.writeTo(file);
        }
        rowGroup = null;
        finished = true;
        Map<String, String> pairs = new LinkedHashMap<>(metadata);
        if (options.file().arrowSchema()) {
            pairs.put(ArrowFooter.KEY, ArrowFooter.value(schema));
        }
        file.end(pairs);
    }

    /** Gives back the memory; a file that was not finished stays without a footer. Idempotent. */
    @Override
    public void close() {
        finished = true;
        if (rowGroup != null) {
            rowGroup.release();
            rowGroup = null;
        }
    }
}
