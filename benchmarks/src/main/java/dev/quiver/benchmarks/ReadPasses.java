/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.benchmarks.ReadPass.Columns;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.io.LocalInputFile;
import org.duckdb.DuckDBResultSet;

/** The ways to read a Parquet file that are compared. */
final class ReadPasses {
    private static final int DUCKDB_BATCH_ROWS = 10_000;
    /** Shared, because reading Hadoop's defaults would cost more than opening a file. */
    private static final Configuration CONFIGURATION = new Configuration(false);

    private ReadPasses() {}

    /** The reader of the storage module, to vectors. */
    static long vectors(Path path, Columns columns) throws IOException {
        return vectors(path, columns, ReadOptions.DEFAULTS);
    }

    /** The same with {@code options}. */
    static long vectors(Path path, Columns columns, ReadOptions options) throws IOException {
        long rows = 0;
        try (RangeSource source = RangeSource.of(path);
                BufferAllocator allocator = new RootAllocator();
                ParquetBatchReader reader = ParquetFile.open(source, ReadLimits.DEFAULTS)
                        .read(ReadRequest.ALL.withColumns(columns.names()), options, allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rowCount();
                batch.close();
            }
        }
        return rows;
    }

    /** Avro's records, one for each row. */
    static long avro(Path path, Columns columns) throws IOException {
        Configuration configuration = new Configuration(CONFIGURATION);
        if (columns == Columns.FIVE) {
            AvroReadSupport.setRequestedProjection(configuration, projection(columns.names()));
        }
        long rows = 0;
        try (ParquetReader<GenericRecord> reader = AvroParquetReader.<GenericRecord>builder(new LocalInputFile(path))
                .withConf(configuration)
                .build()) {
            while (reader.read() != null) {
                rows++;
            }
        }
        return rows;
    }

    private static Schema projection(List<String> names) {
        Schema all = AvroSchemas.of(OtelRecords.SCHEMA);
        List<Schema.Field> fields = names.stream()
                .map(name -> new Schema.Field(name, all.getField(name).schema()))
                .toList();
        return Schema.createRecord("row", null, null, false, fields);
    }

    /** DuckDB on one thread, and its export of vectors. */
    static long duckDb(Path path, Columns columns) throws IOException {
        String query = "SELECT " + String.join(", ", columns.names()) + " FROM read_parquet('" + path + "')";
        long rows = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                BufferAllocator allocator = new RootAllocator()) {
            statement.execute("SET threads=1");
            try (DuckDBResultSet result = statement.executeQuery(query).unwrap(DuckDBResultSet.class);
                    ArrowReader reader = (ArrowReader) result.arrowExportStream(allocator, DUCKDB_BATCH_ROWS)) {
                while (reader.loadNextBatch()) {
                    rows += reader.getVectorSchemaRoot().getRowCount();
                }
            }
        } catch (SQLException e) {
            throw new IOException("DuckDB could not read " + path + ": " + e.getMessage(), e);
        }
        return rows;
    }
}
