/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch may be many times larger than a page or a row group; what the writer holds must not grow with it. */
final class LargeValuesTest {
    private static final int VALUE_BYTES = 1 << 20;
    private static final int VIEW_BYTES = 16;
    private static final long ROW_GROUP_BYTES = 32L << 20;

    /** Pages of one row group, the one in the making, and the copies of one value on its way. */
    private static final long HEAP_BYTES_MAX = ROW_GROUP_BYTES + 16L * VALUE_BYTES;

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void aBatchOfManyMegabytesIsWrittenWithinTheBound() throws Exception {
        writeWithinBound(300);
    }

    @Tag("slow")
    @Test
    void aBatchOfTenGigabytesIsWrittenWithinTheBound() throws Exception {
        writeWithinBound(10_000);
    }

    private void writeWithinBound(int rowCount) throws IOException {
        ParquetOptions options =
                ParquetOptions.DEFAULTS.withColumns(ColumnOptions.DEFAULTS.withCompression(Compression.NONE, 0));
        try (ArrowBatch batch = batch(rowCount);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                HeapWatch watch = new HeapWatch();
                ParquetBatchWriter writer =
                        new ParquetBatchWriter(batch.vectors().getSchema(), options, encoders, watch)) {
            watch.of(writer, encoders);
            writer.write(batch, 0, rowCount);
            writer.finish(Map.of());
            assertThat(watch.byteCount).isGreaterThan((long) rowCount * VALUE_BYTES);
            assertThat(watch.heapBytesMax).isGreaterThan(ROW_GROUP_BYTES / 2).isLessThan(HEAP_BYTES_MAX);
        }
    }

    /** Values that are all different, though they lie over each other in memory. */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ArrowBatch batch(int rowCount) {
        ViewVarBinaryVector vector = new ViewVarBinaryVector("value", allocator);
        byte[] bytes = new byte[VALUE_BYTES + rowCount];
        new Random(1).nextBytes(bytes);
        vector.allocateNew(rowCount);
        vector.setSafe(0, bytes);
        ArrowBuf views = vector.getDataBuffer();
        for (int row = 0; row < rowCount; row++) {
            long view = (long) row * VIEW_BYTES;
            BitVectorHelper.setBit(vector.getValidityBuffer(), row);
            views.setInt(view, VALUE_BYTES);
            views.setBytes(view + Integer.BYTES, bytes, row, Integer.BYTES);
            views.setInt(view + 2 * Integer.BYTES, 0);
            views.setInt(view + 3 * Integer.BYTES, row);
        }
        vector.setLastSet(rowCount - 1);
        vector.setValueCount(rowCount);
        VectorSchemaRoot root = new VectorSchemaRoot(List.of(vector.getField()), List.of(vector), rowCount);
        return new ArrowBatch(root);
    }

    /** Looks at the heap whenever bytes come, which is when row groups end and most is held. */
    private static final class HeapWatch extends OutputStream {
        private List<ParquetBatchWriter> writers = List.of();
        private List<ColumnEncoders> allEncoders = List.of();
        private long heapBytesMax;
        private long byteCount;

        void of(ParquetBatchWriter writer, ColumnEncoders encoders) {
            writers = List.of(writer);
            allEncoders = List.of(encoders);
        }

        @Override
        public void write(int value) {
            byteCount++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            byteCount += length;
            if (length >= VALUE_BYTES / 2) {
                long heapBytes = writers.stream()
                                .mapToLong(ParquetBatchWriter::heapBytes)
                                .sum()
                        + allEncoders.stream()
                                .mapToLong(ColumnEncoders::retainedBytes)
                                .sum();
                heapBytesMax = Math.max(heapBytesMax, heapBytes);
            }
        }
    }
}
