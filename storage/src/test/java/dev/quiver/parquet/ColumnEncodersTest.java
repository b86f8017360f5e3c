/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How columns are split over threads. */
final class ColumnEncodersTest {
    private static final int ROWS = 3_000;

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theFileDoesNotDependOnTheThreads(long seed) throws Exception {
        RandomVectors vectors = new RandomVectors(seed);
        Schema schema = vectors.schema(2);
        try (ArrowBatch batch = vectors.batch(schema, ROWS, allocator)) {
            byte[] expected = file(schema, batch, 1);
            assertThat(file(schema, batch, 3)).isEqualTo(expected);
            assertThat(file(schema, batch, 8)).isEqualTo(expected);
        }
    }

    private static byte[] file(Schema schema, ArrowBatch batch, int threadCount) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ParquetOptions options = ParquetOptions.DEFAULTS.withRowGroups(new RowGroupOptions(1 << 20, 1_000));
        try (ColumnEncoders encoders = new ColumnEncoders(options, threadCount);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, bytes)) {
            writer.write(batch, 0, 700);
            writer.write(batch, 700, ROWS);
            writer.finish(Map.of());
        }
        return bytes.toByteArray();
    }

    /** Which one is thrown depends on chance, but every column is left alone afterwards. */
    @Test
    void aFailureEndsTheWorkAndIsThrown() {
        AtomicInteger running = new AtomicInteger();
        try (ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 4)) {
            List<ColumnChunk> chunks = chunks(20);
            assertThatThrownBy(() -> encoders.each(chunks, ROWS, (chunk, lane) -> {
                        running.incrementAndGet();
                        try {
                            throw new IOException("column " + chunks.indexOf(chunk));
                        } finally {
                            running.decrementAndGet();
                        }
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("column ");
            assertThat(running).hasValue(0);
        }
    }

    @Test
    void aCallerWhoIsInterruptedWaitsForTheOthersAndStaysInterrupted() throws Exception {
        Set<ColumnChunk> done = ConcurrentHashMap.newKeySet();
        try (ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 3)) {
            List<ColumnChunk> chunks = chunks(50);
            Thread.currentThread().interrupt();
            encoders.each(chunks, ROWS, (chunk, lane) -> done.add(chunk));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(done).containsExactlyInAnyOrderElementsOf(chunks);
        }
    }

    @Test
    void thereMustBeAThreadAndNotTooMany() {
        for (int threadCount : List.of(0, 65)) {
            assertThatThrownBy(() -> new ColumnEncoders(ParquetOptions.DEFAULTS, threadCount))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("columns can be encoded by 1 to 64 threads but not by " + threadCount);
        }
    }

    private static List<ColumnChunk> chunks(int count) {
        RandomVectors vectors = new RandomVectors(11);
        Schema schema = vectors.schema(1);
        LeafPath leaf = LeafPath.of(schema).get(0);
        return Collections.nCopies(count, leaf).stream()
                .map(path -> new ColumnChunk(
                        path,
                        ParquetTypes.message(schema, WideDecimals.DECIMAL)
                                .getColumns()
                                .get(0),
                        ParquetOptions.DEFAULTS))
                .toList();
    }
}
