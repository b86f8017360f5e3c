/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.util.Utf8;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RowWiseParquetTest {
    private static final int ROWS = 700;

    @TempDir
    private Path directory;

    private final List<Struct> rows = new OtelRecords(3).next(ROWS);

    @Test
    void bothWaysWriteTheSameRows() throws IOException {
        List<GenericRecord> general = read(written(RowWiseParquet.general()));
        List<GenericRecord> lean = read(written(RowWiseParquet.lean()));
        assertThat(general).hasSize(ROWS).isEqualTo(lean);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        List<GenericRecord> records = read(written(RowWiseParquet.general()));
        for (int index = 0; index < ROWS; index++) {
            assertSame(records.get(index), rows.get(index));
        }
    }

    @Test
    void everyColumnIsCompressedWithZstd() throws IOException {
        Path file = written(RowWiseParquet.general());
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getFooter().getBlocks().get(0).getColumns())
                    .hasSize(23)
                    .extracting(ColumnChunkMetaData::getCodec)
                    .containsOnly(CompressionCodecName.ZSTD);
        }
    }

    @Test
    void theSizeIsThatOfTheFile() throws IOException {
        RowWiseParquet path = RowWiseParquet.lean();
        Path file = directory.resolve("sized");
        path.open(file, OtelRecords.SCHEMA);
        path.write(rows);
        assertThat(path.close()).isEqualTo(Files.size(file)).isGreaterThan(10_000);
    }

    @Test
    void nothingIsWrittenBeforeItIsOpen() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RowWiseParquet.lean().write(rows))
                .withMessage("not open");
    }

    @Test
    void theGeneralConversionRefusesAMissingValue() {
        StructToAvro conversion = new WalkingStructToAvro(OtelRecords.SCHEMA, AvroSchemas.of(OtelRecords.SCHEMA));
        assertThatThrownBy(() -> conversion.record(new Struct(OtelRecords.SCHEMA)))
                .isInstanceOf(DataException.class)
                .hasMessage("a required INT64 is null");
    }

    @Test
    void aContenderWritesExactlyTheRowsAskedFor() throws IOException {
        RowContender contender = new RowContender("lean", RowWiseParquet::lean);
        Work work = contender.run(20_123, directory, Stopwatch.ofProcess());
        Path file = directory.resolve("rows");
        assertThat(work).isEqualTo(new Work(20_123, Files.size(file)));
        assertThat(read(file)).hasSize(20_123);
    }

    private Path written(RowPath path) throws IOException {
        Path file = Files.createTempDirectory(directory, "written").resolve("rows");
        path.open(file, OtelRecords.SCHEMA);
        path.write(rows.subList(0, 500));
        path.write(rows.subList(500, ROWS));
        path.close();
        return file;
    }

    private static List<GenericRecord> read(Path file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file))
                .withDataModel(GenericData.get())
                .withConf(new Configuration(false))
                .build()) {
            for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
                records.add(record);
            }
        }
        return records;
    }

    private static void assertSame(GenericRecord record, Struct row) {
        assertThat(record.get("id")).isEqualTo(row.get("id"));
        assertThat(record.get("ingested_at"))
                .isEqualTo(((Date) row.get("ingested_at")).toInstant().toEpochMilli());
        assertThat(record.get("trace_id")).isEqualTo(ByteBuffer.wrap(row.getBytes("trace_id")));
        assertThat(record.get("severity_number")).isEqualTo(row.get("severity_number"));
        assertThat(record.get("body")).isEqualTo(new Utf8(row.getString("body")));
        assertThat(record.get("url")).isEqualTo(row.get("url") == null ? null : new Utf8(row.getString("url")));
        assertThat(record.get("response_bytes")).isEqualTo(row.get("response_bytes"));
        assertThat(record.get("cpu_utilization")).isEqualTo(row.get("cpu_utilization"));
        assertThat(record.get("error")).isEqualTo(row.get("error"));
        assertThat(record.get("attributes").toString().length()).isGreaterThan(2);
        assertThat(record.get("bucket_counts")).isEqualTo(row.get("bucket_counts"));
    }
}
