/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** DuckDB loads its table from a Parquet file with the same rows: what it can do at best. */
final class DuckDbFromParquet implements Contender {
    private static final long SEED = 42;
    private static final int ROWS_AHEAD = 20_000;

    @Override
    public String name() {
        return "INSERT from a Parquet file";
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        Path parquet = directory.resolve("rows.parquet");
        OtelRecords records = new OtelRecords(SEED);
        RowPath path = new DuckDbCopy();
        path.open(parquet, OtelRecords.SCHEMA);
        for (int written = 0; written < rowCount; written += ROWS_AHEAD) {
            path.write(records.next(Math.min(ROWS_AHEAD, rowCount - written)));
        }
        path.close();
        Path file = directory.resolve("rows");
        try {
            stopwatch.start();
            try (Connection connection = DuckDbPaths.connect(file)) {
                List<String> statements = List.of(
                        DuckDbPaths.table(OtelRecords.SCHEMA),
                        "INSERT INTO rows SELECT * FROM read_parquet('" + parquet + "')",
                        "CHECKPOINT");
                for (String statement : statements) {
                    DuckDbPaths.run(connection, statement);
                }
            }
            stopwatch.stop();
        } catch (SQLException e) {
            throw new IOException("DuckDB failed: " + e.getMessage(), e);
        }
        return new Work(rowCount, Files.size(file));
    }
}
