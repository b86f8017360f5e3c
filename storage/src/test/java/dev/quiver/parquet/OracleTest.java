/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files hold the same as those that parquet-java writes of the same batches, whatever their types and options are. */
final class OracleTest {
    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static List<Long> seeds() {
        return new Random(5).longs(60).boxed().toList();
    }

    static List<Long> manySeeds() {
        return new Random(6).longs(2_500).boxed().toList();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void filesOfManySeedsHoldTheSame(long seed) throws Exception {
        filesHoldTheSame(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void filesHoldTheSame(long seed) throws Exception {
        Random random = new Random(seed);
        RandomVectors vectors = new RandomVectors(seed);
        Schema schema = vectors.schema(3);
        List<ArrowBatch> batches = new ArrayList<>();
        try {
            int batchCount = 1 + random.nextInt(3);
            for (int batch = 0; batch < batchCount; batch++) {
                batches.add(vectors.batch(schema, random.nextInt(4) == 0 ? 0 : random.nextInt(400), allocator));
            }
            compare(schema, batches, RandomOptions.of(random), random);
        } finally {
            batches.forEach(ArrowBatch::close);
        }
    }

    private void compare(Schema schema, List<ArrowBatch> batches, ParquetOptions options, Random random)
            throws Exception {
        Path expected = directory.resolve("expected.parquet");
        Path actual = directory.resolve("actual.parquet");
        ColumnWriterFile.write(expected, schema, batches);
        write(actual, schema, batches, options, random);
        assertThat(ParquetJavaRows.read(actual)).isEqualTo(ParquetJavaRows.read(expected));
        if (isReadByDuckDb(expected)) {
            assertThat(DuckDbRows.read(actual)).isEqualTo(DuckDbRows.read(expected));
        }
        compareFooters(actual, expected);
    }

    /** DuckDB fails an assertion of its own where some lists of lists have more elements than it takes at once. */
    private static boolean isReadByDuckDb(Path expected) throws SQLException {
        try {
            DuckDbRows.read(expected);
            return true;
        } catch (SQLException e) {
            assertThat(e.getMessage()).contains("Vector::SetSize out of range");
            return false;
        }
    }

    /** Each batch in some runs of rows. */
    private static void write(Path file, Schema schema, List<ArrowBatch> batches, ParquetOptions options, Random random)
            throws IOException {
        try (ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, output)) {
            for (ArrowBatch batch : batches) {
                int from = 0;
                while (from < batch.rowCount()) {
                    int to = from + 1 + random.nextInt(batch.rowCount() - from);
                    writer.write(batch, from, to);
                    from = to;
                }
            }
            writer.finish(Map.of());
        }
    }

    /** Statistics of files with one row group each. */
    private static void compareFooters(Path actual, Path expected) throws IOException {
        List<BlockMetaData> actualBlocks = blocks(actual);
        List<BlockMetaData> expectedBlocks = blocks(expected);
        if (actualBlocks.size() != 1 || expectedBlocks.size() != 1) {
            return;
        }
        List<ColumnChunkMetaData> columns = actualBlocks.get(0).getColumns();
        for (int column = 0; column < columns.size(); column++) {
            compareColumns(
                    columns.get(column), expectedBlocks.get(0).getColumns().get(column));
        }
    }

    private static void compareColumns(ColumnChunkMetaData actual, ColumnChunkMetaData expected) {
        assertThat(actual.getValueCount()).isEqualTo(expected.getValueCount());
        assertThat(actual.getStatistics()).as(actual.getPath().toString()).isEqualTo(expected.getStatistics());
        SizeStatistics sizes = actual.getSizeStatistics();
        SizeStatistics expectedSizes = expected.getSizeStatistics();
        assertThat(sizes.isValid()).isEqualTo(expectedSizes.isValid());
        assertThat(sizes.getUnencodedByteArrayDataBytes()).isEqualTo(expectedSizes.getUnencodedByteArrayDataBytes());
        assertThat(sizes.getDefinitionLevelHistogram()).isEqualTo(expectedSizes.getDefinitionLevelHistogram());
        assertThat(sizes.getRepetitionLevelHistogram()).isEqualTo(expectedSizes.getRepetitionLevelHistogram());
    }

    private static List<BlockMetaData> blocks(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter().getBlocks();
        }
    }
}
