/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.connect.IcebergSinkConfig;
import org.apache.iceberg.connect.data.IcebergWriterResult;
import org.apache.iceberg.connect.data.SinkWriter;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * What Iceberg's sink does with the records of a task, without its coordinator: its writer makes the table from the
 * first record, then Parquet files with zstd level 3. The files stay on the heap, which spares it the disk.
 */
final class IcebergPath implements RowPath {
    private static final TableIdentifier TABLE = TableIdentifier.of("logs", "rows");

    private final InMemoryCatalog catalog = new InMemoryCatalog();
    private @Nullable SinkWriter writer;
    private long offset;

    @Override
    public void open(Path file, Schema schema) {
        catalog.initialize("benchmark", Map.of("warehouse", file.toString()));
        catalog.createNamespace(Namespace.of("logs"));
        writer = new SinkWriter(
                catalog,
                new IcebergSinkConfig(Map.of(
                        "name",
                        "benchmark",
                        "iceberg.catalog.type",
                        "hadoop",
                        "iceberg.tables",
                        TABLE.toString(),
                        "iceberg.tables.auto-create-enabled",
                        "true",
                        "iceberg.tables.write-props.write.parquet.compression-codec",
                        "zstd",
                        "iceberg.tables.write-props.write.parquet.compression-level",
                        "3")));
    }

    private SinkWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("not open");
        }
        return writer;
    }

    @Override
    public void write(List<Struct> rows) {
        List<SinkRecord> records = new ArrayList<>(rows.size());
        for (Struct row : rows) {
            records.add(new SinkRecord("logs", 0, null, null, row.schema(), row, offset++));
        }
        writer().save(records);
    }

    @Override
    public long close() throws IOException {
        long bytes = 0;
        long rowCount = 0;
        Table table = catalog.loadTable(TABLE);
        for (IcebergWriterResult result : writer().completeWrite().writerResults()) {
            for (DataFile data : result.dataFiles()) {
                bytes += data.fileSizeInBytes();
                rowCount += data.recordCount();
                table.io().deleteFile(data.location());
            }
        }
        writer().close();
        catalog.close();
        if (rowCount != offset) {
            throw new IllegalStateException(rowCount + " rows in files, but " + offset + " records");
        }
        return bytes;
    }
}
