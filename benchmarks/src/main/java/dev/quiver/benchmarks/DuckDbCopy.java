/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Struct;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** DuckDB as the writer of Parquet files, on one thread: rows become columns on the heap, DuckDB copies these. */
final class DuckDbCopy implements RowPath {
    private static final String FORMAT = " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 3, PARQUET_VERSION V1)";

    private final List<ArrowBatch> batches = new ArrayList<>();
    private @Nullable Opened opened;

    /** What exists between open and close. */
    private record Opened(Path file, BufferAllocator allocator, BatchBuilder builder) {}

    /** From a table of DuckDB's own; filling it does not count. */
    static long ownTable(OtelBatches batches, Path file, Stopwatch stopwatch) throws IOException {
        try (Connection database = connect();
                Statement statement = database.createStatement()) {
            stream(
                    database,
                    batches.allocator(),
                    batches.schema(),
                    batches.batches(),
                    "CREATE TABLE own AS SELECT * FROM rows");
            stopwatch.start();
            statement.execute("COPY own TO '" + file + "'" + FORMAT);
            stopwatch.stop();
        } catch (SQLException e) {
            throw new IOException("DuckDB failed: " + e.getMessage(), e);
        }
        return Files.size(file);
    }

    private static Connection connect() throws SQLException {
        Connection database = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = database.createStatement()) {
            statement.execute("SET threads = 1");
        }
        return database;
    }

    /** Runs {@code statement}, to which {@code batches} are the table {@code rows}. */
    private static void stream(
            Connection database, BufferAllocator allocator, Schema schema, List<ArrowBatch> batches, String statement)
            throws SQLException {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator);
                Batches reader = new Batches(allocator, schema, batches)) {
            Data.exportArrayStream(allocator, reader, stream);
            database.unwrap(DuckDBConnection.class).registerArrowStream("rows", stream);
            try (Statement run = database.createStatement()) {
                run.execute(statement);
            }
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    @Override
    public void open(Path file, org.apache.kafka.connect.data.Schema schema) {
        opened = new Opened(file, new RootAllocator(), new BatchBuilder(schema, NullHandling.REPLACE_WITH_DEFAULT));
    }

    @Override
    public void write(List<Struct> rows) {
        Opened current = opened();
        rows.forEach(current.builder()::append);
        if (current.builder().rowCount() >= OtelBatches.BATCH_ROWS) {
            seal(current);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    private void seal(Opened current) {
        batches.add(current.builder().seal(current.allocator()));
    }

    @Override
    public long close() throws IOException {
        Opened current = opened();
        opened = null;
        seal(current);
        try (Connection database = connect()) {
            stream(
                    database,
                    current.allocator(),
                    current.builder().arrowSchema(),
                    batches,
                    "COPY (SELECT * FROM rows) TO '" + current.file() + "'" + FORMAT);
        } catch (SQLException e) {
            throw new IOException("DuckDB failed: " + e.getMessage(), e);
        }
        batches.forEach(ArrowBatch::close);
        current.allocator().close();
        return Files.size(current.file());
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    /** Batches as a stream; they stay the caller's. */
    private static final class Batches extends ArrowReader {
        private final Schema schema;
        private final Iterator<ArrowBatch> batches;

        Batches(BufferAllocator allocator, Schema schema, List<ArrowBatch> batches) {
            super(allocator);
            this.schema = schema;
            this.batches = batches.iterator();
        }

        @Override
        public boolean loadNextBatch() throws IOException {
            if (!batches.hasNext()) {
                return false;
            }
            try (ArrowRecordBatch batch = new VectorUnloader(batches.next().vectors()).getRecordBatch()) {
                new VectorLoader(getVectorSchemaRoot()).load(batch);
            }
            return true;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        protected void closeReadSource() {
            // The batches are the caller's.
        }

        @Override
        protected Schema readSchema() {
            return schema;
        }
    }
}
