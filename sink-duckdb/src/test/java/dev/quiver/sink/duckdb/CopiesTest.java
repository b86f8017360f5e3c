/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopiesTest {
    private static final String COUNT = "SELECT count(*) FROM logs";
    private static final Duration NEVER = Duration.ofDays(100);

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("shop.duckdb");
    }

    private SnapshotConfig config() {
        return new SnapshotConfig(
                directory.resolve("snapshots").toString(),
                NEVER,
                directory.resolve("exports").toString(),
                NEVER);
    }

    private static List<List<String>> read(String database, String query) throws SQLException {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + database, new Properties())) {
            return Sql.rows(connection, query);
        }
    }

    private Database acquire(SinkFixture fixture) throws DatabaseException {
        return fixture.config()
                .database()
                .databases()
                .acquire(file(), "shop", fixture.config().database());
    }

    @Test
    void aSnapshotHasEverythingUpToItsMomentAndCanBeReadMeanwhile() throws Exception {
        Path snapshot = directory.resolve("snapshots/shop.duckdb");
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture);
            try (Copies copies = new Copies(database, config())) {
                copies.snapshot();
                assertThat(read(snapshot.toString(), COUNT)).containsExactly(List.of("3"));
                fixture.put(rows(P0, 3, 7));
                fixture.flush();
                copies.snapshot();
            }
            fixture.config().database().databases().release(database);

            assertThat(read(snapshot.toString(), COUNT)).containsExactly(List.of("7"));
            try (Stream<Path> files = Files.list(snapshot.getParent())) {
                assertThat(files).containsExactly(snapshot);
            }
        }
    }

    @Test
    void whatAKilledWorkerLeftOfASnapshotDoesNotMatter() throws Exception {
        Files.createDirectories(directory.resolve("snapshots"));
        Files.writeString(directory.resolve("snapshots/shop.duckdb.unfinished"), "half a snapshot");
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture);
            try (Copies copies = new Copies(database, config())) {
                copies.snapshot();
            }
            fixture.config().database().databases().release(database);

            assertThat(read(directory.resolve("snapshots/shop.duckdb").toString(), COUNT))
                    .containsExactly(List.of("3"));
        }
    }

    /** The directory may be another name of the one that the database is in. */
    @Test
    void aCopyNeverTakesThePlaceOfADatabase() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        SnapshotConfig config = new SnapshotConfig(link.toString(), NEVER, "", NEVER);
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture);
            try (Copies copies = new Copies(database, config)) {
                assertThatThrownBy(copies::snapshot)
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("is the database of a sink");
            }
            fixture.config().database().databases().release(database);
            fixture.put(rows(P0, 3, 5));
            fixture.flush();
        }
        assertThat(read(file().toString(), COUNT)).containsExactly(List.of("5"));
    }

    /** Another worker may wait for the file. */
    @Test
    void whatIsBeingCopiedIsGivenUpWhenTheDatabaseCloses() throws Exception {
        String[] settings = {"export.directory", directory.resolve("exports").toString(), "export.interval.ms", "1"};
        Path unfinished = directory.resolve("exports/shop.duckdb/main.endless.parquet.unfinished");
        try (SinkFixture fixture = SinkFixture.of(file(), settings).open(P0)) {
            fixture.change("CREATE TABLE endless AS SELECT range AS x, hash(range) AS y FROM range(20000000)");
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            awaitFile(unfinished);
        }
        assertThat(directory.resolve("exports/shop.duckdb/main.endless.parquet"))
                .doesNotExist();
        assertThat(read(file().toString(), COUNT)).containsExactly(List.of("3"));
    }

    @Test
    void anExportHasAFileForEachTable() throws Exception {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            fixture.change("CREATE TABLE \"a b\" AS SELECT 42 AS x");
            Database database = acquire(fixture);
            try (Copies copies = new Copies(database, config())) {
                copies.export();
            }
            fixture.config().database().databases().release(database);
        }
        Path exports = directory.resolve("exports/shop.duckdb");
        assertThat(read("", "SELECT count(*) FROM '" + exports.resolve("main.logs.parquet") + "'"))
                .containsExactly(List.of("3"));
        assertThat(read("", "SELECT x FROM '" + exports.resolve("main.a b.parquet") + "'"))
                .containsExactly(List.of("42"));
        try (Stream<Path> files = Files.list(exports)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void copiesAreMadeAgainAndAgain() throws Exception {
        Path snapshot = directory.resolve("snapshots/shop.duckdb");
        String[] settings = {
            "snapshot.directory", directory.resolve("snapshots").toString(), "snapshot.interval.ms", "1"
        };
        try (SinkFixture fixture = SinkFixture.of(file(), settings).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            awaitFile(snapshot);
        }
        assertThat(read(snapshot.toString(), COUNT)).containsExactly(List.of("3"));
    }

    private static void awaitFile(Path file) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(file)) {
            if (System.nanoTime() > deadline) {
                throw new IOException(file + " does not come");
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void aReaderSeesOneStateAndChangesNothing() throws Exception {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture);
            ReadTransaction.Limits limits = new ReadTransaction.Limits(Duration.ofMinutes(1), 2);
            try (ReadTransaction reader = new ReadTransaction(database, limits)) {
                assertThat(reader.rows(COUNT)).containsExactly(List.of("3"));
                fixture.put(rows(P0, 3, 5));
                fixture.flush();

                assertThat(reader.rows(COUNT)).containsExactly(List.of("3"));
                assertThat(reader.rows("SELECT id FROM logs")).hasSize(2);
                assertThatThrownBy(() -> reader.run("DELETE FROM logs"))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("read-only");
            }
            fixture.config().database().databases().release(database);
        }
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() throws Exception {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture);
            ReadTransaction.Limits limits = new ReadTransaction.Limits(Duration.ofMillis(50), 2);
            try (ReadTransaction reader = new ReadTransaction(database, limits)) {
                assertThatThrownBy(() -> reader.run("SELECT count(*) FROM range(100000000) a, range(100000000) b"
                                + " WHERE a.range = b.range + 1"))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("nterrupt");
            }
            fixture.config().database().databases().release(database);
        }
    }
}
