/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting is found again in a file that parquet-java reads. */
final class ParquetSettingsTest {
    private static final int ROW_COUNT = 5_000;

    @TempDir
    Path directory;

    /** A file of the sink with {@code settings}. */
    private ParquetFileReader file(String... settings) throws IOException {
        return ParquetFileReader.open(new LocalInputFile(written(settings)));
    }

    private Path written(String... settings) throws IOException {
        try (SinkFixture sink = new SinkFixture(settings)) {
            sink.put(Records.rows(P0, 0, ROW_COUNT));
            sink.age();
            return Files.write(
                    directory.resolve("file.parquet"),
                    sink.store.content(sink.keys().get(0)));
        }
    }

    private ColumnChunkMetaData column(String name, String... settings) throws IOException {
        try (ParquetFileReader file = file(settings)) {
            return file.getFooter().getBlocks().get(0).getColumns().stream()
                    .filter(column -> column.getPath().toDotString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<DataPage> pages(String... settings) throws IOException {
        List<DataPage> pages = new ArrayList<>();
        try (ParquetFileReader file = file(settings)) {
            PageReadStore rows = file.readNextRowGroup();
            PageReader reader = rows.getPageReader(
                    file.getFileMetaData().getSchema().getColumns().get(0));
            for (DataPage page = reader.readPage(); page != null; page = reader.readPage()) {
                pages.add(page);
            }
        }
        return pages;
    }

    @ParameterizedTest
    @CsvSource({"none,UNCOMPRESSED", "snappy,SNAPPY", "gzip,GZIP", "lz4-raw,LZ4_RAW", "zstd,ZSTD"})
    void theCodecIsThatOfTheSetting(String setting, CompressionCodecName codec) throws IOException {
        assertThat(column("id", "parquet.compression", setting).getCodec()).isEqualTo(codec);
    }

    @Test
    void theLevelMakesADifference() throws IOException {
        assertThat(column("id", "parquet.compression.level", "19").getTotalSize())
                .isNotEqualTo(column("id", "parquet.compression.level", "1").getTotalSize());
    }

    @Test
    void rowGroupsEndByRows() throws IOException {
        try (ParquetFileReader file = file("parquet.row.group.rows.max", "2000")) {
            assertThat(file.getFooter().getBlocks())
                    .extracting(BlockMetaData::getRowCount)
                    .containsExactly(2_000L, 2_000L, 1_000L);
        }
    }

    @Test
    void rowGroupsEndByBytes() throws IOException {
        try (ParquetFileReader file = file("parquet.row.group.bytes.max", "2000", "batch.rows.max", "1000")) {
            assertThat(file.getFooter().getBlocks()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void pagesEndByRowsAndBytes() throws IOException {
        assertThat(pages("parquet.page.rows.max", "1000")).hasSize(5);
        assertThat(pages("parquet.page.bytes.max", "1024", "parquet.dictionary.bytes.max", "0"))
                .hasSizeGreaterThan(10);
    }

    @Test
    void pagesHaveTheVersionOfTheSetting() throws IOException {
        assertThat(pages("parquet.page.version", "v2")).allMatch(DataPageV2.class::isInstance);
        assertThat(pages()).noneMatch(DataPageV2.class::isInstance);
    }

    @Test
    void withoutADictionaryThereIsNone() throws IOException {
        assertThat(column("kind").hasDictionaryPage()).isTrue();
        assertThat(column("kind", "parquet.dictionary.bytes.max", "0").hasDictionaryPage())
                .isFalse();
    }

    @Test
    void statisticsAreLeftOutOfAllColumnsOrOne() throws IOException {
        assertThat(column("id").getStatistics().hasNonNullValue()).isTrue();
        assertThat(column("id", "parquet.statistics", "false").getStatistics().isEmpty())
                .isTrue();
        assertThat(column("id", "parquet.columns", "id;statistics=false")
                        .getStatistics()
                        .isEmpty())
                .isTrue();
        assertThat(column("kind", "parquet.columns", "id;statistics=false")
                        .getStatistics()
                        .hasNonNullValue())
                .isTrue();
    }

    @Test
    void theArrowSchemaMayBeLeftOut() throws IOException {
        try (ParquetFileReader with = file()) {
            assertThat(with.getFileMetaData().getKeyValueMetaData()).containsKey("ARROW:schema");
        }
        try (ParquetFileReader without = file("parquet.arrow.schema", "false")) {
            assertThat(without.getFileMetaData().getKeyValueMetaData()).doesNotContainKey("ARROW:schema");
        }
    }

    @Test
    void severalThreadsWriteTheSameRows() throws IOException {
        try (ParquetFileReader file = file("parquet.encoding.threads", "3")) {
            assertThat(file.getRecordCount()).isEqualTo(5_000);
        }
    }

    @Test
    void encryptedFilesAreReadWithTheirKeyOnly() throws IOException {
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        String text = Base64.getEncoder().encodeToString(key);
        Path file = written("parquet.encryption.footer.key", "f", "parquet.encryption.keys", "f:" + text);
        assertThatThrownBy(() -> ParquetFileReader.open(new LocalInputFile(file)))
                .isInstanceOf(ParquetCryptoRuntimeException.class);
        ParquetReadOptions options = ParquetReadOptions.builder()
                .withDecryption(
                        FileDecryptionProperties.builder().withFooterKey(key).build())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            assertThat(reader.getRecordCount()).isEqualTo(ROW_COUNT);
            assertThat(reader.readNextRowGroup().getRowCount()).isEqualTo(ROW_COUNT);
        }
    }

    @Test
    void footersOfEncryptedFilesMayBeReadable() throws IOException {
        byte[] key = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
        Path file = written(
                "parquet.encryption.footer.key",
                "f",
                "parquet.encryption.keys",
                "f:" + Base64.getEncoder().encodeToString(key) + ",c:"
                        + Base64.getEncoder().encodeToString(key),
                "parquet.encryption.columns",
                "kind=c",
                "parquet.encryption.other.columns",
                "false",
                "parquet.encryption.footer.readable",
                "true",
                "parquet.encryption.cipher",
                "gcm-ctr");
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getFileMetaData().getEncryptionType())
                    .isEqualTo(FileMetaData.EncryptionType.PLAINTEXT_FOOTER);
            assertThat(reader.getRecordCount()).isEqualTo(ROW_COUNT);
        }
    }

    @Test
    void pagesHaveChecksumsUnlessTheOperatorWantsNone() throws IOException {
        assertThat(pages()).allMatch(page -> page.getCrc().isPresent());
        assertThat(pages("parquet.checksums", "false"))
                .noneMatch(page -> page.getCrc().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"decimal,DECIMAL(50;2)", "text,STRING"})
    void wideDecimalsHaveTheFormOfTheSetting(String setting, String type) throws IOException {
        try (SinkFixture sink = new SinkFixture("parquet.wide.decimals", setting)) {
            sink.put(wide());
            sink.age();
            Path file = directory.resolve("wide.parquet");
            Files.write(file, sink.store.content(sink.keys().get(0)));
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                assertThat(reader.getFileMetaData()
                                .getSchema()
                                .getType("number")
                                .getLogicalTypeAnnotation()
                                .toString()
                                .replace(',', ';'))
                        .isEqualTo(type);
            }
        }
    }

    @Test
    void wideDecimalsMayBeRefused() {
        try (SinkFixture sink = new SinkFixture("parquet.wide.decimals", "refuse")) {
            sink.put(wide());
            assertThat(sink.context.reports()).hasSize(1);
        }
    }

    private static SinkRecord wide() {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "number",
                        Decimal.builder(2)
                                .parameter("connect.decimal.precision", "50")
                                .build())
                .build();
        return Records.of(P0, 0, new Struct(schema).put("number", new BigDecimal("7.25")));
    }

    @Test
    void theFooterSaysHowRowsAreSorted() throws IOException {
        try (ParquetFileReader file = file("parquet.sort.by", "kind,id:desc")) {
            assertThat(file.getFileMetaData().getKeyValueMetaData())
                    .containsEntry(SortedParquetRows.KEY, "kind,id:desc");
        }
    }

    /** A setting without a test could be ignored and nobody would know. */
    @Test
    void everySettingIsNamedInThisTest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/quiver/sink/parquet/ParquetSettingsTest.java")
                        .toAbsolutePath())
                + Files.readString(Path.of("src/test/java/dev/quiver/sink/parquet/EncryptionConfigTest.java"));
        assertThat(ParquetConfig.settings())
                .allSatisfy(setting -> assertThat(source).contains(setting.key()));
    }

    @Test
    void theProfileDecidesEncodings() throws IOException {
        assertThat(column("id", "parquet.profile", "modern", "parquet.dictionary.bytes.max", "0")
                        .getEncodings())
                .contains(Encoding.DELTA_BINARY_PACKED);
    }

    @ParameterizedTest
    @CsvSource({
        "id,delta-binary-packed,DELTA_BINARY_PACKED",
        "id,byte-stream-split,BYTE_STREAM_SPLIT",
        "id,plain,PLAIN",
        "kind,delta-length-byte-array,DELTA_LENGTH_BYTE_ARRAY",
        "kind,delta-byte-array,DELTA_BYTE_ARRAY"
    })
    void aColumnHasTheEncodingOfItsSetting(String name, String setting, Encoding encoding) throws IOException {
        ColumnChunkMetaData column =
                column(name, "parquet.columns", name + ";encoding=" + setting + ";dictionary=0;compression=snappy");
        assertThat(column.getEncodings()).contains(encoding);
        assertThat(column.getCodec()).isEqualTo(CompressionCodecName.SNAPPY);
        assertThat(column(name.equals("id") ? "kind" : "id", "parquet.columns", name + ";compression=none")
                        .getCodec())
                .isEqualTo(CompressionCodecName.ZSTD);
    }

    @Test
    void aColumnHasTheBloomFilterOfItsSetting() throws IOException {
        assertThat(column("id", "parquet.columns", "id;bloom=4096").getBloomFilterOffset())
                .isPositive();
        assertThat(column("id").getBloomFilterOffset()).isNegative();
    }

    @Test
    void statisticsAndPageIndexAreThere() throws IOException {
        ColumnChunkMetaData id = column("id");
        assertThat(id.getStatistics().minAsString()).isEqualTo("0");
        assertThat(id.getStatistics().maxAsString()).isEqualTo(Integer.toString(ROW_COUNT - 1));
        assertThat(id.getColumnIndexReference()).isNotNull();
        assertThat(id.getOffsetIndexReference()).isNotNull();
    }

    @Test
    void theFooterHasWhatTheSinkAndTheOperatorSay() throws IOException {
        try (ParquetFileReader file = file("parquet.metadata", "team=search,source=a=b")) {
            assertThat(file.getFileMetaData().getKeyValueMetaData())
                    .containsEntry("team", "search")
                    .containsEntry("source", "a=b")
                    .containsEntry("quiver.topic", "logs")
                    .containsEntry("quiver.partition", "0")
                    .containsEntry("quiver.offset.first", "0")
                    .containsEntry("quiver.offset.last", Integer.toString(ROW_COUNT - 1));
        }
    }

    @Test
    void whatHardlyShrinksIsStoredPlain() throws IOException {
        assertThat(noise("true")).isEqualTo(CompressionCodecName.UNCOMPRESSED);
        assertThat(noise("false")).isEqualTo(CompressionCodecName.ZSTD);
    }

    private CompressionCodecName noise(String plain) throws IOException {
        Schema schema =
                SchemaBuilder.struct().field("noise", Schema.BYTES_SCHEMA).build();
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        try (SinkFixture sink = new SinkFixture("parquet.incompressible.plain", plain)) {
            sink.put(Records.of(P0, 0, new Struct(schema).put("noise", noise)));
            sink.age();
            Path file = directory.resolve("noise.parquet");
            Files.write(file, sink.store.content(sink.keys().get(0)));
            try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
                return reader.getFooter().getBlocks().get(0).getColumns().get(0).getCodec();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "parquet.columns, ';level=3'",
        "parquet.columns, 'id;level'",
        "parquet.columns, 'id;level=x'",
        "parquet.columns, 'id;level=30'",
        "parquet.columns, 'id;codec=zstd'",
        "parquet.columns, 'id;encoding=best'",
        "parquet.columns, 'id;dictionary=-1'",
        "parquet.columns, 'id;bloom=1000'",
        "parquet.metadata, 'team'",
        "parquet.metadata, '=x'",
        "parquet.metadata, 'quiver.topic=x'",
        "parquet.metadata, 'ARROW:schema=x'"
    })
    void refusalsNameKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> SinkFixture.config(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }
}
