/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The way of the Parquet sink: rows become columns on the heap, batches of columns become pages. */
final class ArrowParquet implements RowPath {
    private static final int BATCH_ROWS = 10_000;

    private final ParquetOptions options;
    private final int threadCount;
    private @Nullable Opened opened;

    /** Writes files of {@code options} with {@code threadCount} threads. */
    ArrowParquet(ParquetOptions options, int threadCount) {
        this.options = options;
        this.threadCount = threadCount;
    }

    /** What exists between open and close. */
    private record Opened(
            Path file,
            BufferAllocator allocator,
            BatchBuilder builder,
            ColumnEncoders encoders,
            OutputStream output,
            ParquetBatchWriter writer) {
        void seal() throws IOException {
            try (ArrowBatch batch = builder.seal(allocator)) {
                writer.write(batch, 0, batch.rowCount());
            }
        }

        void close() throws IOException {
            writer.close();
            output.close();
            encoders.close();
            allocator.close();
        }
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    public void open(Path file, Schema schema) throws IOException {
        if (opened != null) {
            throw new IllegalStateException("already open: " + opened.file());
        }
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.REPLACE_WITH_DEFAULT);
        ColumnEncoders encoders = new ColumnEncoders(options, threadCount);
        OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        ParquetBatchWriter writer = new ParquetBatchWriter(builder.arrowSchema(), options, encoders, output);
        opened = new Opened(file, new RootAllocator(), builder, encoders, output, writer);
    }

    @Override
    public void write(List<Struct> rows) throws IOException {
        Opened current = opened();
        for (Struct row : rows) {
            current.builder().append(row);
        }
        if (current.builder().rowCount() >= BATCH_ROWS) {
            current.seal();
        }
    }

    @Override
    public long close() throws IOException {
        Opened current = opened();
        opened = null;
        current.seal();
        current.writer().finish(Map.of());
        current.close();
        return Files.size(current.file());
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }
}
