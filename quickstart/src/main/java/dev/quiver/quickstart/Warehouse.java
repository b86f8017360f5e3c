/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import dev.quiver.testbed.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** The latest snapshot of a database that the DuckDB sink writes, as anybody can read it meanwhile. */
final class Warehouse {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Path snapshot;

    /** The file {@code snapshot}, which the sink replaces as a whole again and again. */
    Warehouse(Path snapshot) {
        this.snapshot = snapshot;
    }

    /** Returns when {@code query}, which counts rows, finds {@code expected} of them; fails if it never does. */
    void awaitCount(String query, long expected, Duration limit) {
        Await.until(expected + " rows in " + snapshot.getFileName(), limit, LOOK_EVERY, () -> count(query) == expected);
    }

    /** What {@code query} counts; 0 while there is no snapshot with its table yet. */
    private long count(String query) {
        if (!Files.exists(snapshot)) {
            return 0;
        }
        try {
            return Long.parseLong(rows(query).get(0).get(0));
        } catch (SQLException e) {
            return 0;
        }
    }

    /** The rows of {@code query}, as texts. */
    List<List<String>> rows(String query) throws SQLException {
        Properties readOnly = new Properties();
        readOnly.setProperty("duckdb.read_only", "true");
        return Queries.rows("jdbc:duckdb:" + snapshot, readOnly, query);
    }
}
