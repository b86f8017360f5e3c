/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.arrow.ArrowBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that hold for a file as a whole, and statistics, on a column of decimals with 76 digits. */
final class FileOptionsTest {
    private static final Schema SCHEMA =
            new Schema(List.of(new Field("wide", FieldType.nullable(new ArrowType.Decimal(76, 3, 256)), null)));

    private final BufferAllocator allocator = new RootAllocator();

    @TempDir
    private Path directory;

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @Test
    void theArrowSchemaMayBeLeftOut() throws Exception {
        FileOptions without = FileOptions.DEFAULTS.withArrowSchema(false);
        assertThat(metadata(write(ParquetOptions.DEFAULTS))).containsOnlyKeys("mine", "ARROW:schema");
        assertThat(metadata(write(ParquetOptions.DEFAULTS.withFile(without)))).containsOnlyKeys("mine");
    }

    @Test
    void checksumsMayBeLeftOut() throws Exception {
        FileOptions without = FileOptions.DEFAULTS.withChecksums(false);
        assertThat(firstPage(write(ParquetOptions.DEFAULTS)).isSetCrc()).isTrue();
        assertThat(firstPage(write(ParquetOptions.DEFAULTS.withFile(without))).isSetCrc())
                .isFalse();
    }

    @Test
    void statisticsMayBeLeftOutWithTheColumnIndex() throws Exception {
        ColumnOptions without = ColumnOptions.DEFAULTS.withStatistics(false);
        for (PageOptions.Version version : PageOptions.Version.values()) {
            PageOptions pages = new PageOptions(1 << 20, 20_000, version, false);
            ColumnChunkMetaData with = column(write(ParquetOptions.DEFAULTS.withPages(pages)));
            assertThat(with.getStatistics().hasNonNullValue()).isTrue();
            assertThat(with.getColumnIndexReference()).isNotNull();
            Path file = write(ParquetOptions.DEFAULTS.withColumns(without).withPages(pages));
            assertThat(column(file).getStatistics().isEmpty()).isTrue();
            assertThat(column(file).getColumnIndexReference()).isNull();
            assertThat(column(file).getOffsetIndexReference()).isNotNull();
            assertThat(ParquetJavaRows.read(file)).isEqualTo(rows());
        }
    }

    @Test
    void wideDecimalsStayDecimals() throws Exception {
        Path file = write(ParquetOptions.DEFAULTS);
        Type type = ParquetJavaRows.schema(file).getType(0);
        assertThat(type.getLogicalTypeAnnotation()).isEqualTo(LogicalTypeAnnotation.decimalType(3, 76));
        assertThat(ParquetJavaRows.read(file)).isEqualTo(rows());
    }

    @Test
    void wideDecimalsMayBecomeText() throws Exception {
        Path file = write(ParquetOptions.DEFAULTS.withFile(FileOptions.DEFAULTS.withWideDecimals(WideDecimals.TEXT)));
        assertThat(ParquetJavaRows.schema(file).getType(0).getLogicalTypeAnnotation())
                .isEqualTo(LogicalTypeAnnotation.stringType());
        assertThat(ParquetJavaRows.read(file)).isEqualTo(rows());
        assertThat(DuckDbRows.read(file)).isEqualTo(rows());
    }

    @Test
    void wideDecimalsMayBeRefused() {
        FileOptions refusing = FileOptions.DEFAULTS.withWideDecimals(WideDecimals.REFUSE);
        assertThatThrownBy(() -> write(ParquetOptions.DEFAULTS.withFile(refusing)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("column 'wide': decimals of 76 digits are refused, 38 are the most that most readers take");
    }

    private static List<BigDecimal> values() {
        BigInteger largest = BigInteger.TEN.pow(76).subtract(BigInteger.ONE);
        return List.of(
                new BigDecimal(largest, 3),
                new BigDecimal(largest.negate(), 3),
                new BigDecimal("0.000"),
                new BigDecimal("-0.001"),
                new BigDecimal("12.500"));
    }

    /** The values and a null. */
    private static List<Map<Object, Object>> rows() {
        List<Map<Object, Object>> rows = new ArrayList<>();
        values().forEach(value -> rows.add(Map.of("wide", value.toPlainString())));
        Map<Object, Object> none = new HashMap<>();
        none.put("wide", null);
        rows.add(none);
        return rows;
    }

    private Path write(ParquetOptions options) throws IOException {
        Path file = directory.resolve("wide.parquet");
        try (Decimal256Vector vector = new Decimal256Vector(SCHEMA.getFields().get(0), allocator);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file)) {
            List<BigDecimal> values = values();
            for (int row = 0; row < values.size(); row++) {
                vector.setSafe(row, values.get(row));
            }
            vector.setValueCount(values.size() + 1);
            VectorSchemaRoot root = new VectorSchemaRoot(SCHEMA.getFields(), List.of(vector), values.size() + 1);
            try (ArrowBatch batch = new ArrowBatch(root);
                    ParquetBatchWriter writer = new ParquetBatchWriter(SCHEMA, options, encoders, output)) {
                writer.write(batch, 0, batch.rowCount());
                writer.finish(Map.of("mine", "kept"));
            }
        }
        return file;
    }

    private static Map<String, String> metadata(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter().getFileMetaData().getKeyValueMetaData();
        }
    }

    private static ColumnChunkMetaData column(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getFooter().getBlocks().get(0).getColumns().get(0);
        }
    }

    private static PageHeader firstPage(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int start = Math.toIntExact(column(file).getStartingPos());
        return Util.readPageHeader(new ByteArrayInputStream(content, start, content.length - start));
    }
}
