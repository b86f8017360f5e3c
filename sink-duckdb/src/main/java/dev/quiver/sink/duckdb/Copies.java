/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of a database that are made again and again for other programs, on a thread of their own. Each is one state
 * between two transactions, is made under another name, and takes the place of the one before by a renaming.
 */
final class Copies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);
    private static final String ALIAS = "quiver_snapshot";
    private static final String UNFINISHED = ".unfinished";
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final long TABLES_MAX = 100_000;
    /** Between two attempts to end what is running: it may not have begun. */
    private static final long CANCEL_MS = 20;

    private final Database database;
    private final SnapshotConfig config;
    private final ScheduledExecutorService thread;
    /** What is running, for whoever must end it. */
    private final AtomicReference<@Nullable Runnable> running = new AtomicReference<>();

    private volatile boolean isClosed;

    /** Copies of {@code database}, which outlives this. */
    Copies(Database database, SnapshotConfig config) {
        this.database = database;
        this.config = config;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, "quiver-duckdb-copies");
            made.setDaemon(true);
            return made;
        });
        if (!config.directory().isEmpty()) {
            repeat("a snapshot", config.interval(), this::snapshot);
        }
        if (!config.exportDirectory().isEmpty()) {
            repeat("an export", config.exportInterval(), this::export);
        }
    }

    /** One copy. */
    private interface Copy {
        void make() throws SQLException, IOException, DatabaseException;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the thread
    private void repeat(String what, Duration interval, Copy copy) {
        AtomicLong copied = new AtomicLong();
        thread.scheduleWithFixedDelay(
                () -> make(what, copied, copy), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A copy that fails is made the next time; the rows are safe without. */
    private void make(String what, AtomicLong copied, Copy copy) {
        long changes = database.changeCount();
        if (isClosed || changes == copied.get()) {
            return;
        }
        try {
            long startNanos = System.nanoTime();
            copy.make();
            copied.set(changes);
            LOG.info("made {} of {} in {} ms", what, database.path(), (System.nanoTime() - startNanos) / 1_000_000);
        } catch (SQLException e) {
            LOG.warn(
                    "no copy: {}",
                    database.failed("could not make " + what + " of " + database.path(), e)
                            .getMessage());
        } catch (IOException | DatabaseException | RuntimeException e) {
            LOG.warn("could not make {} of {}: {}", what, database.path(), e.getMessage());
        }
    }

    private String name() {
        return String.valueOf(database.path().getFileName());
    }

    /** Copies the whole database into a file of the same name. */
    void snapshot() throws SQLException, IOException, DatabaseException {
        Path directory = Files.createDirectories(Path.of(config.directory()).toAbsolutePath());
        Path target = directory.resolve(name());
        OwnerLock.requireNoDatabase(target);
        Path unfinished = directory.resolve(name() + UNFINISHED);
        try (Database.Lease lease = database.lease()) {
            Sql.run(lease.connection(), "DETACH DATABASE IF EXISTS " + ALIAS);
            remove(unfinished);
            Sql.run(lease.connection(), "ATTACH " + Sql.text(unfinished.toString()) + " AS " + ALIAS);
            try {
                run(lease, "COPY FROM DATABASE " + Sql.identifier(database.catalog()) + " TO " + ALIAS);
                Sql.run(lease.connection(), "CHECKPOINT " + ALIAS);
            } finally {
                Sql.run(lease.connection(), "DETACH " + ALIAS);
            }
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs {@code statement} unless, or until, this is closed. */
    private void run(Database.Lease lease, String statement) throws SQLException, DatabaseException {
        try (Statement runner = lease.connection().createStatement()) {
            begin(() -> cancel(runner));
            runner.execute(statement);
        } finally {
            running.set(null);
        }
    }

    private void begin(Runnable end) throws DatabaseException {
        running.set(end);
        if (isClosed) {
            throw DatabaseException.passing("the database is being closed", null);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.debug("could not cancel a copy: {}", e.getMessage());
        }
    }

    /** What a worker that was killed has left; nobody has it open. */
    private static void remove(Path unfinished) throws IOException {
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(unfinished.resolveSibling(unfinished.getFileName() + ".wal"));
    }

    /** A table and the file that it goes to. */
    private record Export(String table, Path unfinished, Path target) {}

    /** Copies each table into a Parquet file. */
    void export() throws IOException, DatabaseException {
        Path directory = Files.createDirectories(
                Path.of(config.exportDirectory()).toAbsolutePath().resolve(name()));
        List<Export> exports = new ArrayList<>();
        try (ReadTransaction state = new ReadTransaction(database, new ReadTransaction.Limits(TIMEOUT, TABLES_MAX))) {
            List<List<String>> tables = state.rows("SELECT schema_name, table_name FROM duckdb_tables() WHERE"
                    + " database_name = " + Sql.text(database.catalog())
                    + " AND NOT internal AND NOT temporary AND NOT starts_with(table_name, '_quiver_')");
            for (List<String> table : tables) {
                begin(state::cancel);
                exports.add(export(state, directory, table.get(0), table.get(1)));
            }
        } finally {
            running.set(null);
        }
        for (Export export : exports) {
            Files.move(
                    export.unfinished(),
                    export.target(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Export export(ReadTransaction state, Path directory, String schema, String table)
            throws IOException, DatabaseException {
        String file = (schema + "." + table).replace('/', '_').replace('\\', '_') + ".parquet";
        Export export = new Export(table, directory.resolve(file + UNFINISHED), directory.resolve(file));
        Files.deleteIfExists(export.unfinished());
        state.run("COPY (SELECT * FROM " + Sql.identifier(database.catalog()) + "." + Sql.identifier(schema) + "."
                + Sql.identifier(table) + ") TO " + Sql.text(export.unfinished().toString())
                + " (FORMAT parquet, COMPRESSION zstd)");
        return export;
    }

    /** Gives up the copy that is being made: others may wait for the database. */
    @Override
    public void close() {
        isClosed = true;
        thread.shutdown();
        try {
            do {
                cancel();
            } while (!thread.awaitTermination(CANCEL_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel() {
        Runnable end = running.get();
        if (end != null) {
            end.run();
        }
    }
}
