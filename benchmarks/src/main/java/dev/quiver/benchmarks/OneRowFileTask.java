/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Opens a Parquet file of 22 columns, writes one row and closes it; the bytes go nowhere. */
final class OneRowFileTask implements Task {
    private static final long SEED = 42;

    private final BufferAllocator allocator = new RootAllocator();
    private final ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 1);
    private final ArrowBatch batch;

    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    OneRowFileTask() {
        BatchBuilder builder = new BatchBuilder(OtelRecords.SCHEMA, NullHandling.KEEP);
        new OtelRecords(SEED).next(1).forEach(builder::append);
        this.batch = builder.seal(allocator);
    }

    @Override
    public void run() {
        try (ParquetBatchWriter file = new ParquetBatchWriter(
                batch.vectors().getSchema(), ParquetOptions.DEFAULTS, encoders, OutputStream.nullOutputStream())) {
            file.write(batch, 0, 1);
            file.finish(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException("could not write to nowhere", e);
        }
    }

    @Override
    public void close() {
        batch.close();
        encoders.close();
        allocator.close();
    }
}
