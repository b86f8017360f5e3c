/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import static dev.quiver.sink.duckdb.Records.P0;
import static dev.quiver.sink.duckdb.Records.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the driver says that all is well although nothing was stored, and where an instance dies. */
final class TrapsTest {
    private static final String COUNT = "SELECT count(*), count(DISTINCT id) FROM logs";

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("shop.duckdb");
    }

    private static Database acquire(SinkFixture fixture, Path file) throws DatabaseException {
        return fixture.config()
                .database()
                .databases()
                .acquire(file, "shop", fixture.config().database());
    }

    /** Why no commit is trusted that comes after a failure. */
    @Test
    void theDriverCommitsNothingWithoutAWord() throws SQLException {
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties())) {
            Sql.run(connection, "CREATE TABLE t(x INTEGER)");
            Sql.run(connection, "BEGIN TRANSACTION");
            Sql.run(connection, "INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO t SELECT CAST('x' AS INTEGER)"))
                    .isInstanceOf(SQLException.class);
            connection.commit();

            assertThat(Sql.rows(connection, "SELECT count(*) FROM t")).containsExactly(List.of("0"));
        }
    }

    /** Why transactions are begun and ended by statements, on connections that are thrown away afterwards. */
    @Test
    void afterACommitThatFailsTheDriverWritesAtOnce() throws SQLException {
        try (DuckDBConnection one = connect();
                DuckDBConnection other = one.duplicate()) {
            Sql.run(one, "CREATE TABLE t(x INTEGER PRIMARY KEY)");
            other.setAutoCommit(false);
            Sql.run(other, "INSERT INTO t VALUES (1)");
            Sql.run(one, "INSERT INTO t VALUES (1)");
            assertThatThrownBy(other::commit).isInstanceOf(SQLException.class);
            Sql.run(other, "INSERT INTO t VALUES (2)");

            assertThat(Sql.rows(one, "SELECT x FROM t ORDER BY x")).containsExactly(List.of("1"), List.of("2"));
        }
    }

    @Test
    void aCommitThatFailsByStatementLeavesNothing() throws SQLException {
        try (DuckDBConnection one = connect()) {
            Sql.run(one, "CREATE TABLE t(x INTEGER PRIMARY KEY, y INTEGER)");
            try (DuckDBConnection other = one.duplicate()) {
                Sql.run(other, "BEGIN TRANSACTION");
                Sql.run(other, "INSERT INTO t VALUES (1, 2)");
                Sql.run(one, "INSERT INTO t VALUES (1, 1)");
                assertThatThrownBy(() -> Sql.run(other, "COMMIT"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                failure -> assertThat(DatabaseException.of("could not", failure)
                                                .isRetriable())
                                        .isTrue());
            }

            assertThat(Sql.rows(one, "SELECT y FROM t")).containsExactly(List.of("1"));
        }
    }

    private static DuckDBConnection connect() throws SQLException {
        return new DuckDBDriver().connect("jdbc:duckdb:", new Properties()).unwrap(DuckDBConnection.class);
    }

    @Test
    void aTransactionThatFailedLeavesNothingAndIsDoneAgain() throws Exception {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture, file());
            try (Database.Lease other = database.lease()) {
                Sql.run(other.connection(), "BEGIN TRANSACTION");
                Sql.run(other.connection(), "UPDATE _quiver_offsets SET committed_at = now()");
                fixture.put(rows(P0, 3, 6));
                assertThatThrownBy(fixture::flush)
                        .isInstanceOf(RetriableException.class)
                        .hasMessageContaining("Conflict on update");
                assertThat(fixture.query(COUNT)).containsExactly(List.of("3", "3"));
                Sql.run(other.connection(), "ROLLBACK");
            }
            fixture.config().database().databases().release(database);
            fixture.clock().advance(Duration.ofSeconds(5));
            fixture.put(List.of());
            fixture.await();

            assertThat(fixture.query(COUNT)).containsExactly(List.of("6", "6"));
            assertThat(fixture.committed(P0)).isEqualTo(6);
        }
    }

    @Test
    void aCommitThatWasDurableWithoutAnAnswerIsRecognised() throws Exception {
        DuckDbSinkConfig config = DuckDbSinkConfig.parse(SinkFixture.properties(file()));
        SettableClock clock = new SettableClock();
        try (BufferAllocator allocator = new RootAllocator();
                Shards shards = new Shards(config, false, clock)) {
            Shard shard = shards.of(P0);
            shard.open(P0);
            shard.takeOver();
            RecordTaker taker = new RecordTaker(config.write(), config.nullValues());
            for (SinkRecord sinkRecord : rows(P0, 0, 4)) {
                taker.take(sinkRecord, shard);
                Objects.requireNonNull(shard.source(P0)).advance(sinkRecord.kafkaOffset());
            }
            Database database = shard.database().current();
            LoadTransaction transaction = new LoadTransaction(
                    database, new LoadTransaction.Identity("shop", shard.owner()), config.write(), allocator);
            try (Load load = shard.seal(allocator, 0)) {
                transaction.run(load, false);
                transaction.run(load, true);

                assertThatThrownBy(() -> transaction.run(load, false))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("taken over");
            }
            try (Database.Lease lease = database.lease()) {
                assertThat(Sql.rows(lease.connection(), COUNT)).containsExactly(List.of("4", "4"));
            }
        }
    }

    @Test
    void whatIsBrokenIsOpenedAgainAfterEverybodyHasGone() throws Exception {
        try (SinkFixture fixture = SinkFixture.of(file()).open(P0)) {
            fixture.put(rows(P0, 0, 3));
            fixture.flush();
            Database database = acquire(fixture, file());
            try (Database.Lease reader = database.lease()) {
                assertThat(database.failed("could not", new SQLException("FATAL Error: it is invalidated"))
                                .kind())
                        .isEqualTo(DatabaseException.Kind.BROKEN);
                assertThatThrownBy(database::lease)
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageContaining("waits for 1 connections");
                assertThat(Sql.rows(reader.connection(), COUNT)).containsExactly(List.of("3", "3"));
            }
            fixture.put(rows(P0, 3, 5));
            fixture.flush();
            fixture.config().database().databases().release(database);

            assertThat(fixture.query(COUNT)).containsExactly(List.of("5", "5"));
        }
    }

    /** The disk is full now and then, in the middle of transactions and of checkpoints. */
    @Test
    void aFullDiskCostsNoRow() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(isDone("mount", "-t", "tmpfs", "-o", "size=16m", "quiver-test", disk.toString()), "may not mount");
        try (SinkFixture fixture = SinkFixture.of(
                        disk.resolve("shop.duckdb"), "duckdb.checkpoint.bytes", "1048576", "flush.rows.max", "1500")
                .open(P0)) {
            long next = 0;
            int failureCount = 0;
            Path ballast = disk.resolve("ballast");
            for (int round = 0; round < 6; round++) {
                Files.deleteIfExists(ballast);
                if (round % 2 == 1) {
                    fill(ballast);
                }
                for (int batch = 0; batch < 4; batch++) {
                    List<SinkRecord> records = noise(next, 2000);
                    failureCount += putAlways(fixture, records, ballast);
                    next += 2000;
                }
            }
            Files.deleteIfExists(ballast);
            failureCount += settle(fixture);

            assertThat(failureCount).isPositive();
            assertThat(fixture.query(COUNT)).containsExactly(List.of("" + next, "" + next));
            assertThat(fixture.committed(P0)).isEqualTo(next);
        } finally {
            isDone("umount", "-l", disk.toString());
        }
    }

    private static int putAlways(SinkFixture fixture, List<SinkRecord> records, Path ballast) throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                fixture.put(records);
                return attempt;
            } catch (RetriableException e) {
                if (attempt > 20) {
                    Files.deleteIfExists(ballast);
                }
                fixture.clock().advance(Duration.ofSeconds(1));
            }
        }
    }

    private static int settle(SinkFixture fixture) {
        for (int attempt = 0; ; attempt++) {
            try {
                fixture.flush();
                return attempt;
            } catch (RetriableException e) {
                assertThat(attempt).isLessThan(100);
            }
        }
    }

    /** Rows that cannot be made smaller. */
    private static List<SinkRecord> noise(long from, int count) {
        Random random = new Random(from);
        List<SinkRecord> records = new ArrayList<>();
        for (long offset = from; offset < from + count; offset++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 12; word++) {
                text.append(Long.toHexString(random.nextLong()));
            }
            records.add(Records.row(P0, offset, text.toString()));
        }
        return records;
    }

    private static void fill(Path file) {
        byte[] chunk = new byte[64 << 10];
        try (OutputStream stream = Files.newOutputStream(file)) {
            while (true) {
                stream.write(chunk);
            }
        } catch (IOException e) {
            // The disk is as full as it gets.
        }
    }

    private static boolean isDone(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
