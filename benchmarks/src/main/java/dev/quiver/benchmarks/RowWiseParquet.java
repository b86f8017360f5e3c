/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.codec.ZstandardCodec;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.jspecify.annotations.Nullable;

/** The row-wise way: each row becomes an Avro record, each record goes through parquet-avro's writer. */
final class RowWiseParquet implements RowPath {
    private static final long ROW_GROUP_BYTES = 128L << 20;
    private static final int SMALL_PAGE_BYTES = 64 << 10;
    private static final int LARGE_PAGE_BYTES = 1 << 20;
    private static final int ZSTD_LEVEL = 3;
    /** Shared, because reading Hadoop's defaults would cost more than opening a file. */
    private static final Configuration CONFIGURATION = configuration();

    /** What exists between open and close. */
    private record Opened(Path file, StructToAvro conversion, ParquetWriter<GenericRecord> writer) {}

    private final int pageBytes;
    private final StructToAvro.Factory conversions;
    private @Nullable Opened opened;

    private RowWiseParquet(int pageBytes, StructToAvro.Factory conversions) {
        this.pageBytes = pageBytes;
        this.conversions = conversions;
    }

    /** The general conversion and pages of 64 KiB, as the sinks in wide use do it. */
    static RowWiseParquet general() {
        return new RowWiseParquet(SMALL_PAGE_BYTES, WalkingStructToAvro::new);
    }

    /** The leanest conversion and pages of 1 MiB: the best that this way can do. */
    static RowWiseParquet lean() {
        return new RowWiseParquet(LARGE_PAGE_BYTES, LeanStructToAvro::new);
    }

    @Override
    public void open(Path file, Schema schema) throws IOException {
        if (opened != null) {
            throw new IllegalStateException("already open: " + opened.file());
        }
        org.apache.avro.Schema avro = AvroSchemas.of(schema);
        ParquetWriter<GenericRecord> writer = AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
                .withSchema(avro)
                .withDataModel(GenericData.get())
                .withConf(CONFIGURATION)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(true)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withPageSize(pageBytes)
                .build();
        opened = new Opened(file, conversions.conversion(schema, avro), writer);
    }

    @Override
    public void write(List<Struct> rows) throws IOException {
        Opened current = opened();
        StructToAvro conversion = current.conversion();
        ParquetWriter<GenericRecord> writer = current.writer();
        for (Struct row : rows) {
            writer.write(conversion.record(row));
        }
    }

    @Override
    public long close() throws IOException {
        Opened current = opened();
        opened = null;
        current.writer().close();
        return Files.size(current.file());
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    /** Lists in three levels, the layout of the Parquet format's own rules and of every other contender. */
    private static Configuration configuration() {
        Configuration configuration = new Configuration(false);
        configuration.setInt(ZstandardCodec.PARQUET_COMPRESS_ZSTD_LEVEL, ZSTD_LEVEL);
        configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        return configuration;
    }
}
