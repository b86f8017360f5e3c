/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options do to a file. */
@SuppressWarnings("deprecation") // the encoding that the compatible profile is to use
final class ParquetLayoutTest {
    private static final Schema SCHEMA = new Schema(List.of(
            new Field("id", FieldType.notNullable(new ArrowType.Int(Long.SIZE, true)), null),
            new Field("text", FieldType.nullable(new ArrowType.Utf8()), null)));

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void theFooterRestoresTheArrowSchema() throws Exception {
        String value = footer(write(ParquetOptions.DEFAULTS, 10, 1))
                .getFileMetaData()
                .getKeyValueMetaData()
                .get("ARROW:schema");
        ReadChannel channel = new ReadChannel(
                Channels.newChannel(new ByteArrayInputStream(Base64.getDecoder().decode(value))));
        assertThat(MessageSerializer.deserializeSchema(channel)).isEqualTo(SCHEMA);
    }

    @Test
    void columnsMayHaveCodecsOfTheirOwn() throws Exception {
        ParquetOptions options = ParquetOptions.DEFAULTS.withColumn(
                "text", ColumnOptions.DEFAULTS.withCompression(Compression.LZ4_RAW, 0));
        assertThat(column(write(options, 1_000, 1_000), 0).getCodec()).isEqualTo(CompressionCodecName.ZSTD);
        assertThat(column(write(options, 1_000, 1_000), 1).getCodec()).isEqualTo(CompressionCodecName.LZ4_RAW);
    }

    @Test
    void theModernProfileUsesDifferencesAndLengths() throws Exception {
        Path file = write(ParquetOptions.DEFAULTS.withProfile(Profile.MODERN), 5_000, 5_000);
        assertThat(column(file, 0).getEncodings()).contains(Encoding.DELTA_BINARY_PACKED);
        assertThat(column(file, 1).getEncodings()).contains(Encoding.DELTA_LENGTH_BYTE_ARRAY);
    }

    @Test
    void fewDistinctValuesHaveADictionary() throws Exception {
        assertThat(column(write(ParquetOptions.DEFAULTS, 5_000, 20), 1).getEncodings())
                .contains(Encoding.PLAIN_DICTIONARY);
    }

    /** In every row group anew: the first pages refer to the dictionary, the others do not. */
    @Test
    void aDictionaryThatIsFullIsFollowedByPlainPages() throws Exception {
        ParquetOptions options = ParquetOptions.DEFAULTS
                .withColumns(ColumnOptions.DEFAULTS.withDictionary(2_000))
                .withPages(new PageOptions(1 << 20, 700, PageOptions.Version.V1, false))
                .withRowGroups(new RowGroupOptions(1 << 20, 20_000));
        Path file = write(options, 60_000, 600);
        assertThat(footer(file).getBlocks()).hasSize(3);
        for (BlockMetaData block : footer(file).getBlocks()) {
            assertThat(block.getColumns().get(1).getEncodings()).contains(Encoding.PLAIN_DICTIONARY, Encoding.PLAIN);
        }
        List<Map<Object, Object>> rows = ParquetJavaRows.read(file);
        assertThat(rows).hasSize(60_000).isEqualTo(DuckDbRows.read(file));
        for (int row = 0; row < rows.size(); row++) {
            assertThat(rows.get(row)).containsEntry("id", (long) row).containsEntry("text", text(row, 600));
        }
    }

    @Test
    void bloomFiltersFindEveryValueAndFewOthers() throws Exception {
        ParquetOptions options = ParquetOptions.DEFAULTS.withColumns(ColumnOptions.DEFAULTS.withBloomFilter(1 << 13));
        for (int distinct : List.of(50, 5_000)) {
            Path file = write(options, 5_000, distinct);
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                BloomFilter filter = reader.readBloomFilter(column(file, 1));
                int found = 0;
                for (int row = 0; row < 5_000; row++) {
                    String text = text(row, distinct);
                    if (text != null) {
                        assertThat(filter.findHash(filter.hash(Binary.fromString(text))))
                                .isTrue();
                    }
                    found += filter.findHash(filter.hash(Binary.fromString("no " + row))) ? 1 : 0;
                }
                assertThat(found).isLessThan(250);
            }
        }
    }

    @Test
    void incompressibleChunksMayStayPlain() throws Exception {
        ParquetOptions options =
                ParquetOptions.DEFAULTS.withPages(new PageOptions(1 << 20, 20_000, PageOptions.Version.V1, true));
        Path file = directory.resolve("random.parquet");
        try (BigIntVector vector = new BigIntVector("noise", allocator)) {
            Random random = new Random(3);
            vector.allocateNew(2_000);
            for (int row = 0; row < 2_000; row++) {
                vector.set(row, random.nextLong());
            }
            vector.setValueCount(2_000);
            write(file, new VectorSchemaRoot(List.of(vector.getField()), List.of(vector), 2_000), options);
        }
        assertThat(column(file, 0).getCodec()).isEqualTo(CompressionCodecName.UNCOMPRESSED);
        assertThat(ParquetJavaRows.read(file)).hasSize(2_000).isEqualTo(DuckDbRows.read(file));
    }

    @Test
    void spilledPagesComeBackInOrder() throws Exception {
        Path expected = write(ParquetOptions.DEFAULTS, 50_000, 50_000);
        Path file = directory.resolve("spilled.parquet");
        try (PageSpill spill = new PageSpill(directory, 4 << 20);
                ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 1);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, ParquetOptions.DEFAULTS, encoders, output);
                ArrowBatch batch = batch(50_000, 50_000)) {
            for (int from = 0; from < 50_000; from += 10_000) {
                writer.write(batch, from, from + 10_000);
                long before = writer.heapBytes();
                assertThat(writer.spillTo(spill)).isGreaterThan(before / 2);
            }
            assertThat(spill.usedBytes()).isPositive();
            writer.finish(Map.of());
            assertThat(spill.usedBytes()).isZero();
        }
        assertThat(ParquetJavaRows.read(file)).isEqualTo(ParquetJavaRows.read(expected));
    }

    @Test
    void aDroppedFileGivesItsSpilledPagesBack() throws Exception {
        try (PageSpill spill = new PageSpill(directory, 4 << 20);
                ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 1);
                ArrowBatch batch = batch(10_000, 10_000)) {
            try (ParquetBatchWriter writer = new ParquetBatchWriter(
                    SCHEMA, ParquetOptions.DEFAULTS, encoders, OutputStream.nullOutputStream())) {
                writer.write(batch, 0, 10_000);
                writer.spillTo(spill);
                assertThat(spill.usedBytes()).isPositive();
            }
            assertThat(spill.usedBytes()).isZero();
        }
    }

    @Test
    void aFileThatIsOpenCostsKilobytes() throws Exception {
        try (ColumnEncoders encoders = new ColumnEncoders(ParquetOptions.DEFAULTS, 1);
                ParquetBatchWriter writer = new ParquetBatchWriter(
                        SCHEMA, ParquetOptions.DEFAULTS, encoders, OutputStream.nullOutputStream());
                ArrowBatch batch = batch(100, 100)) {
            writer.write(batch, 0, 1);
            assertThat(writer.heapBytes()).isLessThan(4_000);
            writer.write(batch, 1, 100);
            assertThat(writer.heapBytes()).isLessThan(20_000);
        }
    }

    @Test
    void indexesWithoutTheirDictionaryAreRefusedByName() {
        FieldType type =
                new FieldType(true, new ArrowType.Int(Integer.SIZE, true), new DictionaryEncoding(1, false, null));
        assertThatThrownBy(() ->
                        ParquetTypes.message(new Schema(List.of(new Field("word", type, null))), WideDecimals.DECIMAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column 'word' holds indexes into an Arrow dictionary, which its values do not come with:"
                        + " decode it first");
    }

    private static @Nullable String text(int row, int distinct) {
        return row % 7 == 0 ? null : "text " + row % distinct;
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private ArrowBatch batch(int rowCount, int distinct) {
        VectorSchemaRoot root = VectorSchemaRoot.create(SCHEMA, allocator);
        BigIntVector ids = (BigIntVector) root.getVector(0);
        VarCharVector texts = (VarCharVector) root.getVector(1);
        for (int row = 0; row < rowCount; row++) {
            ids.setSafe(row, row);
            String text = text(row, distinct);
            if (text == null) {
                texts.setNull(row);
            } else {
                texts.setSafe(row, text.getBytes(StandardCharsets.UTF_8));
            }
        }
        root.setRowCount(rowCount);
        return new ArrowBatch(root);
    }

    private Path write(ParquetOptions options, int rowCount, int distinct) throws IOException {
        Path file = directory.resolve("layout.parquet");
        try (ArrowBatch batch = batch(rowCount, distinct)) {
            write(file, batch.vectors(), options);
        }
        return file;
    }

    private static void write(Path file, VectorSchemaRoot root, ParquetOptions options) throws IOException {
        try (ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file);
                ArrowBatch batch = new ArrowBatch(root);
                ParquetBatchWriter writer = new ParquetBatchWriter(root.getSchema(), options, encoders, output)) {
            writer.write(batch, 0, root.getRowCount());
            writer.finish(Map.of());
        }
    }

    private static ParquetMetadata footer(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter();
        }
    }

    private static ColumnChunkMetaData column(Path file, int ordinal) throws IOException {
        return footer(file).getBlocks().get(0).getColumns().get(ordinal);
    }
}
