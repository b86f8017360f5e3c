/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * 20 000 rows take the place of others, or come new, half and half, in a table of a million rows.
 *
 * @param name what it is, in a few words
 */
record DuckDbUpserts(String name, Way way) implements Contender {
    private static final long SEED = 42;
    private static final int TABLE_ROWS = 1_000_000;
    private static final int BATCH_ROWS = 20_000;
    private static final String KEY = "id";
    /** Odd, so that no two numbers get one key. */
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    /** A way to do it. */
    interface Way {
        /** Makes the table {@code rows} of the rows in {@code source}, in the database {@code file}. */
        void prepare(Path file, String source) throws SQLException;

        /** Puts {@code rows} in, durably; those of {@code parquet} are the same. */
        void upsert(Path file, List<Struct> rows, Path parquet, Stopwatch stopwatch) throws SQLException;
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        Path file = directory.resolve("rows");
        Path parquet = directory.resolve("batch.parquet");
        List<Struct> rows = rows();
        RowPath path = new DuckDbCopy();
        path.open(parquet, OtelRecords.SCHEMA);
        path.write(rows);
        path.close();
        Path base = DuckDbPool.directory().resolve("base.parquet");
        if (!Files.exists(base)) {
            writeBase(base);
        }
        try {
            way.prepare(file, "SELECT * FROM read_parquet('" + base + "')");
            way.upsert(file, rows, parquet, stopwatch);
        } catch (SQLException e) {
            throw new IOException("DuckDB failed: " + e.getMessage(), e);
        }
        return new Work(BATCH_ROWS, Files.size(file));
    }

    private static void writeBase(Path base) throws IOException {
        OtelRecords records = new OtelRecords(SEED);
        RowPath path = new DuckDbCopy();
        path.open(base, OtelRecords.SCHEMA);
        for (int written = 0; written < TABLE_ROWS; written += BATCH_ROWS) {
            List<Struct> rows = records.next(BATCH_ROWS);
            for (int row = 0; row < rows.size(); row++) {
                rows.get(row).put(KEY, key((long) written + row));
            }
            path.write(rows);
        }
        path.close();
    }

    /** Keys in no order, as those of most tables are. */
    private static long key(long number) {
        return number * SCATTER;
    }

    /** Every second row has the key of one that is there. */
    private static List<Struct> rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Struct> rows = new ArrayList<>(new OtelRecords(SEED + 1).next(BATCH_ROWS));
        for (int row = 0; row < rows.size(); row++) {
            long step = TABLE_ROWS / BATCH_ROWS;
            long known = row * step + random.nextLong(step);
            rows.get(row).put(KEY, key(row % 2 == 0 ? known : (long) TABLE_ROWS + row));
        }
        return rows;
    }

    /** The sink. */
    static Way sink() {
        return new Way() {
            @Override
            public void prepare(Path file, String source) throws SQLException {
                try (Connection connection = DuckDbPaths.connect(file)) {
                    DuckDbPaths.run(connection, "CREATE TABLE rows AS " + source);
                    DuckDbPaths.run(connection, "CHECKPOINT");
                }
            }

            @Override
            public void upsert(Path file, List<Struct> rows, Path parquet, Stopwatch stopwatch) {
                Map<String, String> settings = Map.of(
                        "insert.mode", "upsert",
                        "pk.mode", "record_value",
                        "pk.fields", KEY,
                        "flush.age.max.ms", "3600000");
                try (DuckDbTask task = new DuckDbTask(file, settings)) {
                    task.put(List.of());
                    stopwatch.start();
                    task.put(rows);
                    task.await();
                    stopwatch.stop();
                }
            }
        };
    }

    /** A primary key and what SQL has for it. */
    static Way onConflict() {
        return new Way() {
            @Override
            public void prepare(Path file, String source) throws SQLException {
                try (Connection connection = DuckDbPaths.connect(file)) {
                    DuckDbPaths.run(connection, "CREATE TABLE rows AS " + source + " LIMIT 0");
                    DuckDbPaths.run(connection, "ALTER TABLE rows ADD PRIMARY KEY (" + KEY + ")");
                    DuckDbPaths.run(connection, "INSERT INTO rows " + source);
                    DuckDbPaths.run(connection, "CHECKPOINT");
                }
            }

            @Override
            public void upsert(Path file, List<Struct> rows, Path parquet, Stopwatch stopwatch) throws SQLException {
                try (Connection connection = DuckDbPaths.connect(file)) {
                    DuckDbPaths.run(
                            connection, "CREATE TEMP TABLE batch AS SELECT * FROM read_parquet('" + parquet + "')");
                    String updates = OtelRecords.SCHEMA.fields().stream()
                            .map(Field::name)
                            .filter(name -> !name.equals(KEY))
                            .map(name -> name + " = excluded." + name)
                            .collect(Collectors.joining(", "));
                    stopwatch.start();
                    DuckDbPaths.run(
                            connection,
                            "INSERT INTO rows SELECT * FROM batch ON CONFLICT (" + KEY + ") DO UPDATE SET " + updates);
                    stopwatch.stop();
                }
            }
        };
    }
}
