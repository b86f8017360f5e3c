/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.HeapRows;
import dev.quiver.ipc.IpcFileWriter;
import dev.quiver.parquet.PageSpill;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an Arrow file in the order they come. They wait on the heap until there are enough for a record batch. The
 * file begins with its first batch.
 */
final class ArrowRows implements RowsWriter {
    /** Heap bytes after which a record batch ends, however few rows it has. */
    private static final long BATCH_BYTES_MAX = 16 << 20;

    private final Schema schema;
    private final ArrowConfig config;
    private final Counting output;
    private final GatheredRows gathered;
    private @Nullable IpcFileWriter file;

    /** A file of rows of {@code schema} on {@code output}, which stays the caller's. */
    ArrowRows(Schema schema, ArrowConfig config, OutputStream output) {
        this.schema = schema;
        this.config = config;
        this.output = new Counting(output);
        this.gathered = new GatheredRows(schema);
    }

    @Override
    public void write(SealedRows rows, int from, int to) throws IOException {
        int start = from;
        while (start < to) {
            int end = Math.min(to, start + config.batchRowsMax() - gathered.rowCount());
            gathered.add(rows.heap(start, end));
            start = end;
            if (gathered.rowCount() >= config.batchRowsMax() || gathered.heapBytes() >= BATCH_BYTES_MAX) {
                writeBatch();
            }
        }
    }

    private void writeBatch() throws IOException {
        if (gathered.rowCount() > 0) {
            HeapRows rows = gathered.seal();
            begun().write(rows.batch(), rows.dictionaries());
        }
    }

    private IpcFileWriter begun() throws IOException {
        IpcFileWriter known = file;
        if (known == null) {
            known = new IpcFileWriter(schema, config.compression(), output);
            file = known;
        }
        return known;
    }

    /** Rows that wait count as they are, before compression. */
    @Override
    public long byteCount() {
        return output.count + gathered.heapBytes();
    }

    @Override
    public long heapBytes() {
        return gathered.heapBytes();
    }

    @Override
    public void spillTo(PageSpill spill) {
        // all that is encoded was handed to the output
    }

    @Override
    public void condense() throws IOException {
        if (gathered.rowCount() >= ROWS_MIN) {
            writeBatch();
        }
    }

    @Override
    public void finish(Map<String, String> metadata) throws IOException {
        writeBatch();
        begun().finish(metadata);
    }

    @Override
    public void close() {
        gathered.release();
    }

    /** Counts what goes by. */
    private static final class Counting extends OutputStream {
        private final OutputStream target;
        private long count;

        Counting(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int value) throws IOException {
            target.write(value);
            count++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            target.write(bytes, offset, length);
            count += length;
        }
    }
}
