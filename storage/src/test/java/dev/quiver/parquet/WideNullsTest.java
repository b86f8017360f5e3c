/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nulls take as much of a batch as values do, where all of them have one width. */
final class WideNullsTest {
    private static final int WIDTH = 20_000;
    private static final int ROWS = 3_000;
    private static final int BATCH_BYTES = 1 << 20;
    private static final Schema SCHEMA =
            new Schema(List.of(Field.nullable("wide", new ArrowType.FixedSizeBinary(WIDTH))));

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void aBatchOfNullsKeepsToItsBytes() throws IOException {
        byte[] file = file();
        int rows = 0;
        try (ParquetBatchReader reader = ParquetFile.open(new ArraySource(file), ReadLimits.DEFAULTS)
                .read(ReadRequest.ALL, ReadOptions.DEFAULTS.withBatches(1 << 14, BATCH_BYTES), allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                assertThat((long) batch.rowCount() * WIDTH).isLessThanOrEqualTo(BATCH_BYTES + WIDTH);
                assertThat(batch.vectors().getVector(0).getNullCount()).isEqualTo(batch.rowCount());
                rows += batch.rowCount();
                batch.close();
            }
        }
        assertThat(rows).isEqualTo(ROWS);
    }

    private byte[] file() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, ParquetOptions.DEFAULTS, encoders, output)) {
            for (int written = 0; written < ROWS; written += 100) {
                VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
                root.setRowCount(100);
                try (ArrowBatch batch = new ArrowBatch(root)) {
                    writer.write(batch, 0, batch.rowCount());
                }
            }
            writer.finish(Map.of());
        }
        return output.toByteArray();
    }
}
