/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows that arrived somewhere, read one at a time by somebody else's reader. */
@FunctionalInterface
public interface FoundRows {
    /** Hands every row to {@code visitor}, in any order. */
    void forEach(Consumer<Map<String, @Nullable Object>> visitor);

    /** The rows of every {@code .parquet} file below {@code directory}, read by DuckDB; columns are matched by name. */
    static FoundRows inParquet(Path directory) {
        String files = directory.toAbsolutePath().resolve("**/*.parquet").toString();
        String query = "SELECT * FROM read_parquet('" + files.replace("'", "''")
                + "', union_by_name = true, hive_partitioning = false)";
        return visitor -> {
            if (hasParquet(directory)) {
                query("jdbc:duckdb:", query, visitor);
            }
        };
    }

    /** The rows that {@code query} finds in the DuckDB database {@code file}, which nobody else may have open. */
    static FoundRows inDuckDb(Path file, String query) {
        return visitor -> query("jdbc:duckdb:" + file.toAbsolutePath(), query, visitor);
    }

    /** Rows in memory. */
    static FoundRows of(Iterable<Map<String, @Nullable Object>> rows) {
        return visitor -> rows.forEach(visitor);
    }

    private static boolean hasParquet(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".parquet"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + directory, e);
        }
    }

    private static void query(String url, String query, Consumer<Map<String, @Nullable Object>> visitor) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    row.put(columns.getColumnName(i), rows.getObject(i));
                }
                visitor.accept(row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("could not run " + query + ": " + e.getMessage(), e);
        }
    }
}
