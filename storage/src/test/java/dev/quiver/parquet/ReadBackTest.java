/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import dev.quiver.parquet.read.RowRange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read is what was written, whatever the types, the options, the writer and the windows are. */
final class ReadBackTest {
    private static final List<Integer> WINDOW_ROWS = List.of(1, 7, 1_000, 65_536);

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static List<Long> seeds() {
        return new Random(11).longs(150).boxed().toList();
    }

    static List<Long> manySeeds() {
        return new Random(12).longs(3_000).boxed().toList();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void rowsOfManySeedsAreThoseThatWereWritten(long seed) throws IOException {
        rowsAreThoseThatWereWritten(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rowsAreThoseThatWereWritten(long seed) throws IOException {
        Random random = new Random(seed);
        RandomVectors vectors = new RandomVectors(seed);
        Schema schema = vectors.schema(3);
        List<ArrowBatch> batches = new ArrayList<>();
        try {
            int batchCount = 1 + random.nextInt(3);
            for (int batch = 0; batch < batchCount; batch++) {
                batches.add(vectors.batch(schema, random.nextInt(4) == 0 ? 0 : random.nextInt(400), allocator));
            }
            Path ours = directory.resolve("ours.parquet");
            write(ours, schema, batches, RandomOptions.of(random));
            List<List<@Nullable Object>> expected = new ArrayList<>();
            batches.forEach(batch -> expected.addAll(VectorRows.of(batch.vectors())));
            compare(ours, schema, expected, random);
            Path theirs = directory.resolve("theirs.parquet");
            ColumnWriterFile.write(theirs, schema, batches);
            compareSchemaless(theirs, expected.size(), random);
        } finally {
            batches.forEach(ArrowBatch::close);
        }
    }

    private static void write(Path file, Schema schema, List<ArrowBatch> batches, ParquetOptions options)
            throws IOException {
        try (ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, output)) {
            for (ArrowBatch batch : batches) {
                writer.write(batch, 0, batch.rowCount());
            }
            writer.finish(Map.of());
        }
    }

    private void compare(Path path, Schema schema, List<List<@Nullable Object>> expected, Random random)
            throws IOException {
        try (RangeSource source = RangeSource.of(path)) {
            ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
            assertThat(file.schema()).isEqualTo(schema);
            assertThat(file.rowCount()).isEqualTo(expected.size());
            assertThat(rows(file, ReadRequest.ALL, options(random))).isEqualTo(expected);
            RowRange range = range(random, expected.size());
            if (range != null) {
                assertThat(rows(file, ReadRequest.ALL.withRows(List.of(range)), options(random)))
                        .isEqualTo(expected.subList((int) range.from(), (int) range.to()));
            }
            List<String> texts = file.paths().stream()
                    .filter(column -> random.nextBoolean() && isText(file, column))
                    .toList();
            assertThat(rows(file, ReadRequest.ALL.withEncoded(texts), options(random)))
                    .isEqualTo(expected);
        }
    }

    /** Whether {@code path} can come as ids of a dictionary. */
    private boolean isText(ParquetFile file, String path) {
        try (ParquetBatchReader reader =
                file.read(ReadRequest.ALL.withEncoded(List.of(path)), ReadOptions.DEFAULTS, allocator)) {
            return !reader.schema().equals(file.schema());
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageEndingWith("only texts and byte strings can be ids of dictionaries");
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable RowRange range(Random random, int rowCount) {
        if (rowCount == 0) {
            return null;
        }
        int from = random.nextInt(rowCount);
        return new RowRange(from, from + 1 + random.nextInt(rowCount - from));
    }

    private static ReadOptions options(Random random) {
        return ReadOptions.DEFAULTS
                .withBatches(
                        WINDOW_ROWS.get(random.nextInt(4)), random.nextBoolean() ? 1 << 20 : 1 << random.nextInt(14))
                .withFetchBytes(1 << (8 + random.nextInt(14)));
    }

    private List<List<@Nullable Object>> rows(ParquetFile file, ReadRequest request, ReadOptions options)
            throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetBatchReader reader = file.read(request, options, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                try (ArrowBatch closed = batch) {
                    assertThat(closed.rowCount()).isBetween(1, options.rowsMax());
                    rows.addAll(VectorRows.of(closed.vectors(), reader.dictionaries()));
                }
            }
        }
        return rows;
    }

    private void compareSchemaless(Path path, int rowCount, Random random) throws IOException {
        try (RangeSource source = RangeSource.of(path)) {
            ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
            List<List<@Nullable Object>> once = rows(file, ReadRequest.ALL, ReadOptions.DEFAULTS);
            assertThat(once).hasSize(rowCount);
            assertThat(rows(file, ReadRequest.ALL, options(random))).isEqualTo(once);
        }
    }
}
