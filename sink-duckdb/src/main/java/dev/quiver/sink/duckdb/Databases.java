/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The databases that tasks of this worker have open, one instance for each file. The tasks of one connector share it;
 * another connector is refused, since each keeps the other from closing and opening again. Threads may share this.
 */
final class Databases {
    /** Of all tasks of this class loader: DuckDB has one instance for each file and loader as well. */
    static final Databases OF_WORKER = new Databases();

    private final Map<Path, Shared> open = new HashMap<>();
    /** Whether it was looked for what killed processes have left. */
    private boolean isClean;

    /** An instance with the connector that has it and the number of times that was asked for. */
    private static final class Shared {
        private final Database database;
        private final String connector;
        private final Copies copies;
        private int useCount = 1;

        Shared(Database database, String connector, SnapshotConfig snapshots) {
            this.database = database;
            this.connector = connector;
            this.copies = new Copies(database, snapshots);
        }
    }

    /**
     * The database {@code path} for {@code connector}, to be given back with {@link #release}.
     *
     * @throws DatabaseException if another connector, worker or plugin has it, or it cannot be opened
     */
    @SuppressWarnings("MustBeClosedChecker") // closed when the last one has given it back
    synchronized Database acquire(Path path, String connector, DatabaseConfig config) throws DatabaseException {
        Path file = canonical(path);
        Shared shared = open.get(file);
        if (shared == null) {
            removeLeftovers();
            Database database = Database.open(file, config.options());
            open.put(file, new Shared(database, connector, config.snapshots()));
            return database;
        }
        if (!shared.connector.equals(connector)) {
            throw DatabaseException.passing(
                    "the connector " + shared.connector + " of this worker has the database " + file
                            + " open; give each connector a " + DatabaseConfig.PATH.key() + " of its own",
                    null);
        }
        if (!shared.database.options().equals(config.options())) {
            throw DatabaseException.passing(
                    "the database " + file + " is open with other settings (duckdb.*), which change when the last task"
                            + " of " + connector + " on this worker stops",
                    null);
        }
        shared.useCount++;
        return shared.database;
    }

    private void removeLeftovers() {
        if (!isClean) {
            isClean = true;
            NativeLeftovers.remove(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
        }
    }

    /** Gives {@code database} back; the last to do so closes it. */
    synchronized void release(Database database) {
        Shared shared = Objects.requireNonNull(open.get(database.path()), "was not acquired");
        shared.useCount--;
        if (shared.useCount == 0) {
            open.remove(database.path());
            shared.copies.close();
            database.close();
        }
    }

    /** Where {@code path} leads: one file has one name here. The file itself is not opened. */
    static Path canonical(Path path) throws DatabaseException {
        try {
            Path absolute = path.toAbsolutePath().normalize();
            if (Files.exists(absolute)) {
                return absolute.toRealPath();
            }
            Path directory = Objects.requireNonNull(absolute.getParent(), "a file has a directory");
            Files.createDirectories(directory);
            return directory.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw DatabaseException.passing("could not find " + path + ": " + e, e);
        }
    }
}
