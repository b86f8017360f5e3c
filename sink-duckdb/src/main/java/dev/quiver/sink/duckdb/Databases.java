/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The databases that tasks of this worker have open, one instance for each file. The tasks of one connector share it;
 * another connector is refused, since each keeps the other from closing and opening again. Threads may share this.
 */
final class Databases {
    /** Of all tasks of this class loader: DuckDB has one instance for each file and loader as well. */
    static final Databases OF_WORKER = new Databases();

    /** The files that somebody has open or waits for. */
    private final Map<Path, Slot> slots = new HashMap<>();
    /** Whether it was looked for what killed processes have left. */
    private boolean isClean;

    /** A file. Opening and closing it take a while, during which others with the same one wait, and nobody else. */
    private static final class Slot {
        private @Nullable Shared shared;
        /** Those who have it or wait for it; of {@link Databases}. */
        private int userCount;
    }

    /** An instance with the connector that has it and the number of times that was asked for. */
    private static final class Shared {
        private final Database database;
        private final String connector;
        private final Copies copies;
        private int useCount;

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
    Database acquire(Path path, String connector, DatabaseConfig config) throws DatabaseException {
        Path file = canonical(path);
        Slot slot = enter(file);
        boolean acquired = false;
        try {
            synchronized (slot) {
                Shared shared = shared(slot, file, connector, config);
                shared.useCount++;
                acquired = true;
                return shared.database;
            }
        } finally {
            if (!acquired) {
                leave(file, slot);
            }
        }
    }

    private synchronized Slot enter(Path file) {
        if (!isClean) {
            isClean = true;
            NativeLeftovers.remove(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
        }
        Slot slot = slots.computeIfAbsent(file, unused -> new Slot());
        slot.userCount++;
        return slot;
    }

    private synchronized void leave(Path file, Slot slot) {
        slot.userCount--;
        if (slot.userCount == 0) {
            slots.remove(file);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed when the last one has given it back
    private static Shared shared(Slot slot, Path file, String connector, DatabaseConfig config)
            throws DatabaseException {
        Shared shared = slot.shared;
        if (shared == null) {
            Database database =
                    Database.open(file, config.options(), config.path().isSharded());
            shared = new Shared(database, connector, config.snapshots());
            slot.shared = shared;
            return shared;
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
        return shared;
    }

    /** Gives {@code database} back; the last to do so closes it. */
    void release(Database database) {
        Slot slot = slot(database.path());
        synchronized (slot) {
            Shared shared = Objects.requireNonNull(slot.shared, "was not acquired");
            shared.useCount--;
            if (shared.useCount == 0) {
                slot.shared = null;
                shared.copies.close();
                database.close();
            }
        }
        leave(database.path(), slot);
    }

    private synchronized Slot slot(Path file) {
        return Objects.requireNonNull(slots.get(file), "was not acquired");
    }

    /** Where {@code path} leads: one file has one name here. The file itself is not opened. */
    static Path canonical(Path path) throws DatabaseException {
        try {
            Path absolute = path.toAbsolutePath().normalize();
            if (Files.exists(absolute)) {
                return absolute.toRealPath();
            }
            if (Files.isSymbolicLink(absolute)) {
                throw DatabaseException.lasting(absolute + " is a link to a file that is not there: with the file, the"
                        + " database would get another name");
            }
            Path directory = Objects.requireNonNull(absolute.getParent(), "a file has a directory");
            Files.createDirectories(directory);
            return directory.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw DatabaseException.passing("could not find " + path + ": " + e, e);
        }
    }
}
