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
    @Override
    public String name() {
        return "INSERT from a Parquet file";
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        Path parquet = DuckDbPool.parquet(rowCount);
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
