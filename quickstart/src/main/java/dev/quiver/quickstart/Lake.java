/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The objects that the sink has written, as DuckDB sees them. */
final class Lake {
    private final Path directory;

    /** Objects as files below {@code directory}, their keys as paths. */
    Lake(Path directory) {
        this.directory = directory;
    }

    /**
     * What lies below one prefix.
     *
     * @param prefix the topic and the partition directory
     * @param compressed bytes of the column chunks in the files
     * @param uncompressed bytes of the same column chunks before compression
     */
    record Prefix(String prefix, long objectCount, long rowCount, long compressed, long uncompressed) {}

    /** A line for each prefix, in order. */
    List<Prefix> prefixes() throws SQLException {
        String query = """
                WITH chunks AS (
                  SELECT file_name, regexp_extract(file_name, '(shop\\.[a-z]+/[^/]+)/[^/]+$', 1) AS prefix,
                         row_group_id, any_value(row_group_num_rows) AS row_count,
                         sum(total_compressed_size) AS compressed, sum(total_uncompressed_size) AS uncompressed
                  FROM parquet_metadata('%s') GROUP BY ALL)
                SELECT prefix, count(DISTINCT file_name), sum(row_count), sum(compressed), sum(uncompressed)
                FROM chunks GROUP BY prefix ORDER BY prefix""".formatted(files("**"));
        List<Prefix> prefixes = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                prefixes.add(new Prefix(
                        rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
            }
        }
        return prefixes;
    }

    /** The query that counts the rows of {@code topic}, each row once. */
    String countQuery(String topic) {
        return "SELECT count(*), count(DISTINCT id) FROM read_parquet('" + files(topic + "/**") + "')";
    }

    /** The number of rows of {@code topic}, and of different ids among them. */
    Counts counts(String topic) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(countQuery(topic))) {
            rows.next();
            return new Counts(rows.getLong(1), rows.getLong(2));
        }
    }

    /** Rows, and different ids among them. */
    record Counts(long rows, long ids) {}

    private String files(String pattern) {
        return directory
                .resolve("shop")
                .resolve(pattern + "/*.parquet")
                .toString()
                .replace("'", "''");
    }
}
