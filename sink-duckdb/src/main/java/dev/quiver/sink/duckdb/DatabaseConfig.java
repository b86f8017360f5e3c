/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which databases there are.
 *
 * @param snapshots copies of them that others may read
 * @param databases those that are open on this worker
 */
record DatabaseConfig(DatabasePath path, DatabaseOptions options, SnapshotConfig snapshots, Databases databases) {
    private static final String GROUP = "Database";
    private static final int THREADS_MAX = 256;
    private static final long MEBIBYTE = 1 << 20;

    static final Setting<String> PATH = Setting.required(
            GROUP,
            "duckdb.path",
            "The database file, on a disk of the worker; it is made if it is missing. {topic}, {task} and {worker} make"
                    + " files for each of these, and what else stands between braces is a pattern of the time, in UTC,"
                    + " at which a new file begins: logs-{yyyyMMddHH}.duckdb. With several workers use {worker} or"
                    + " {task}: one file belongs to one worker at a time. {worker} is the environment variable"
                    + " QUIVER_WORKER or else the name of the host.");
    static final Setting<Integer> THREADS = Setting.number(
            GROUP,
            "duckdb.threads",
            1,
            THREADS_MAX,
            1,
            "Threads that one statement uses. Tasks work in parallel whatever it is, and loading is cheapest with 1.");
    static final Setting<Long> MEMORY_BYTES_MAX = Setting.atLeast(
            GROUP,
            "duckdb.memory.bytes.max",
            64 * MEBIBYTE,
            512 * MEBIBYTE,
            "Bytes of memory that DuckDB may use for one database, outside of the heap.");
    static final Setting<Long> CHECKPOINT_BYTES = Setting.atLeast(
            GROUP,
            "duckdb.checkpoint.bytes",
            MEBIBYTE,
            256 * MEBIBYTE,
            "Bytes of the write-ahead log after which its rows go into the database file. Small ones make small"
                    + " transactions slow, large ones the opening after a crash.");
    static final Setting<DatabaseOptions.Sync> FSYNC_MODE = Setting.oneOf(
            GROUP,
            "duckdb.fsync.mode",
            DatabaseOptions.Sync.class,
            DatabaseOptions.Sync.STANDARD,
            "How a commit is made durable. none is faster for small transactions, and an outage of the machine may then"
                    + " cost rows; an end of the worker does not.");
    static final Setting<String> STORAGE_VERSION = Setting.optional(
            GROUP,
            "duckdb.storage.compatibility.version",
            "The oldest version of DuckDB that shall read a new file, such as v1.4.0; empty for the plugin's own.");
    static final Setting<String> EXTENSION_DIRECTORY = Setting.optional(
            GROUP,
            "duckdb.extension.directory",
            "Where extensions lie that statements may use. Without it none is loaded; none is ever fetched.");
    static final Setting<String> TEMPORARY_DIRECTORY = Setting.optional(
            GROUP, "duckdb.temp.directory", "Where temporary files go; empty for beside the database.");
    static final Setting<String> INIT_SQL =
            Setting.optional(GROUP, "duckdb.init.sql", "Statements that run when the database was opened.");

    static List<Setting<?>> settings() {
        return List.of(
                PATH,
                THREADS,
                MEMORY_BYTES_MAX,
                CHECKPOINT_BYTES,
                FSYNC_MODE,
                STORAGE_VERSION,
                EXTENSION_DIRECTORY,
                TEMPORARY_DIRECTORY,
                INIT_SQL);
    }

    /**
     * Reads it.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is refused
     */
    static DatabaseConfig of(Map<String, Object> values) {
        DatabasePath path = path(PATH.in(values));
        requireApart(path, SnapshotConfig.SNAPSHOT_DIRECTORY, values);
        requireApart(path, SnapshotConfig.EXPORT_DIRECTORY, values);
        return new DatabaseConfig(
                path,
                new DatabaseOptions(
                        THREADS.in(values),
                        MEMORY_BYTES_MAX.in(values),
                        CHECKPOINT_BYTES.in(values),
                        FSYNC_MODE.in(values),
                        STORAGE_VERSION.in(values),
                        EXTENSION_DIRECTORY.in(values),
                        TEMPORARY_DIRECTORY.in(values),
                        INIT_SQL.in(values)),
                SnapshotConfig.of(values),
                Databases.OF_WORKER);
    }

    /** Copies have the names of their databases. */
    private static void requireApart(DatabasePath path, Setting<String> setting, Map<String, Object> values) {
        String directory = setting.in(values);
        if (directory.isEmpty()) {
            return;
        }
        if (Path.of(directory).toAbsolutePath().normalize().equals(path.directory())) {
            throw setting.refuse(directory, "is where the database itself lies: " + PATH.key());
        }
        if (path.isByTopic() && !path.isNamedByTopic()) {
            throw setting.refuse(
                    directory,
                    "would get copies of one name for all topics: the file in " + PATH.key() + " needs {topic}");
        }
    }

    private static DatabasePath path(String template) {
        try {
            return new DatabasePath(template);
        } catch (IllegalArgumentException e) {
            throw PATH.refuse(template, String.valueOf(e.getMessage()));
        }
    }
}
