/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.Canonical;
import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.RandomRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ParquetBatchWriterTest {
    private static final Schema IDS = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("text", Schema.OPTIONAL_STRING_SCHEMA)
            .build();

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    static List<Long> seeds() {
        return new Random(2).longs(40).boxed().toList();
    }

    static List<Long> manySeeds() {
        return new Random(3).longs(2_000).boxed().toList();
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void bothReadersFindTheRowsOfManySeeds(long seed) throws Exception {
        bothReadersFindTheRows(seed);
    }

    /** Random schemas and values, batches and ranges at random places, small pages and row groups. */
    @ParameterizedTest
    @MethodSource("seeds")
    void bothReadersFindTheRows(long seed) throws Exception {
        Random random = new Random(seed);
        RandomRecords records = new RandomRecords(seed);
        Schema schema = records.schema(3);
        List<Struct> rows = records.rows(schema, random.nextInt(300));
        ParquetOptions options = new ParquetOptions(
                List.of(Compression.values()).get(random.nextInt(Compression.values().length)),
                1 + random.nextInt(9),
                1L << (10 + random.nextInt(10)),
                1 << (6 + random.nextInt(10)),
                1 + random.nextInt(200));
        Path file = write(schema, rows, options, 1 + random.nextInt(150));
        List<Map<Object, Object>> expected = rows.stream().map(Canonical::row).collect(Collectors.toList());
        assertThat(ParquetJavaRows.read(file)).isEqualTo(expected);
        assertThat(DuckDbRows.read(file)).isEqualTo(expected);
        checkOffsetIndexes(file);
    }

    /** The pages of every column chunk begin at row 0, in order, and none lies behind the row group's end. */
    private static void checkOffsetIndexes(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            for (BlockMetaData block : reader.getFooter().getBlocks()) {
                for (int column = 0; column < block.getColumns().size(); column++) {
                    OffsetIndex index =
                            reader.readOffsetIndex(block.getColumns().get(column));
                    long previous = -1;
                    for (int page = 0; page < index.getPageCount(); page++) {
                        assertThat(index.getFirstRowIndex(page))
                                .isGreaterThan(previous)
                                .isLessThan(block.getRowCount());
                        previous = index.getFirstRowIndex(page);
                    }
                    assertThat(index.getFirstRowIndex(0)).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void theFooterNamesTheCodec(Compression compression) throws Exception {
        ParquetOptions options = new ParquetOptions(compression, 3, 1 << 20, 1 << 16, 1000);
        Path file = write(IDS, ids(1000), options, 1000);
        String expected = compression == Compression.NONE ? "UNCOMPRESSED" : compression.name();
        assertThat(footer(file)
                        .getBlocks()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .getCodec()
                        .name())
                .isEqualTo(expected);
    }

    @Test
    void rowGroupsEndAtTheirLimitAndMetadataIsKept() throws Exception {
        ParquetOptions options = new ParquetOptions(Compression.NONE, 1, 50_000, 4_000, 20_000);
        Path file = write(IDS, ids(20_000), options, 5_000);
        ParquetMetadata footer = footer(file);
        assertThat(footer.getBlocks())
                .hasSizeGreaterThan(3)
                .allSatisfy(block -> assertThat(block.getCompressedSize()).isLessThan(120_000));
        assertThat(footer.getFileMetaData().getKeyValueMetaData()).containsEntry("kind", "test");
    }

    @Test
    void pagesAreCutInsideABatch() throws Exception {
        ParquetOptions options = new ParquetOptions(Compression.NONE, 1, 1 << 30, 4_000, 20_000);
        Path file = write(IDS, ids(20_000), options, 20_000);
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            OffsetIndex index = reader.readOffsetIndex(
                    reader.getFooter().getBlocks().get(0).getColumns().get(1));
            assertThat(index.getPageCount()).isGreaterThan(10);
        }
    }

    @Test
    void aFileWithoutRowsIsReadable() throws Exception {
        Path file = write(IDS, List.of(), ParquetOptions.DEFAULTS, 1);
        assertThat(ParquetJavaRows.read(file)).isEmpty();
        assertThat(DuckDbRows.read(file)).isEmpty();
    }

    @Test
    void sizesAreReported() throws Exception {
        try (ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 1);
                OutputStream output = Files.newOutputStream(directory.resolve("sizes.parquet"));
                ParquetBatchWriter writer = new ParquetBatchWriter(
                        new BatchBuilder(IDS, NullHandling.KEEP).arrowSchema(),
                        ParquetOptions.DEFAULTS,
                        encoders,
                        output)) {
            assertThat(writer.heapBytes()).isZero();
            writeBatch(writer, IDS, ids(10_000), 0, 10_000);
            assertThat(writer.rowCount()).isEqualTo(10_000);
            assertThat(writer.byteCount()).isGreaterThan(10_000);
            assertThat(writer.heapBytes()).isGreaterThan(writer.byteCount());
            writer.finish(Map.of());
            assertThat(writer.heapBytes()).isZero();
            assertThat(writer.byteCount()).isEqualTo(Files.size(directory.resolve("sizes.parquet")));
            assertThatThrownBy(() -> writeBatch(writer, IDS, ids(1), 0, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("file of 10000 rows is already finished");
        }
    }

    @Test
    void aStructWithoutFieldsIsRefusedByName() {
        Schema empty = SchemaBuilder.struct().optional().build();
        Schema schema = SchemaBuilder.struct()
                .field("a", SchemaBuilder.struct().field("nothing", empty).build())
                .build();
        assertThatThrownBy(() -> ParquetTypes.message(
                        new BatchBuilder(schema, NullHandling.KEEP).arrowSchema(), WideDecimals.DECIMAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column 'a.nothing': Parquet has no struct without fields, drop the column");
    }

    @Test
    void aLevelThatTheCodecDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> new ParquetOptions(Compression.GZIP, 10, 1, 64, 1))
                .hasMessage("compression level 10 is not one of GZIP, which has 1 to 9");
    }

    private static List<Struct> ids(int count) {
        List<Struct> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(new Struct(IDS).put("id", (long) row).put("text", row % 3 == 0 ? null : "text " + row));
        }
        return rows;
    }

    private static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter();
        }
    }

    /** Writes {@code rows} in batches of {@code batchRowCount}, each one in two ranges and with rows around them. */
    private Path write(Schema schema, List<Struct> rows, ParquetOptions options, int batchRowCount) throws IOException {
        Path file = directory.resolve("test.parquet");
        try (ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(
                        new BatchBuilder(schema, NullHandling.KEEP).arrowSchema(), options, encoders, output)) {
            for (int from = 0; from < rows.size(); from += batchRowCount) {
                int to = Math.min(rows.size(), from + batchRowCount);
                int middle = (from + to) / 2;
                writeBatch(
                        writer,
                        schema,
                        rows.subList(Math.max(0, from - 3), to),
                        Math.min(3, from),
                        middle - from + Math.min(3, from));
                writeBatch(writer, schema, rows.subList(middle, Math.min(rows.size(), to + 5)), 0, to - middle);
            }
            writer.finish(Map.of("kind", "test"));
        }
        return file;
    }

    private void writeBatch(ParquetBatchWriter writer, Schema schema, List<Struct> rows, int from, int to)
            throws IOException {
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        rows.forEach(builder::append);
        try (ArrowBatch batch = builder.seal(allocator)) {
            writer.write(batch, from, to);
        }
    }
}
