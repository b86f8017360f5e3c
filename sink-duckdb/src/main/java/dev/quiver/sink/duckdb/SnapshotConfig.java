/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Copies of a database that others may read while the sink writes.
 *
 * @param directory where copies of whole databases go; empty for none
 * @param interval time between two of them
 * @param exportDirectory where tables go as Parquet files; empty for nowhere
 * @param exportInterval time between two exports
 */
record SnapshotConfig(String directory, Duration interval, String exportDirectory, Duration exportInterval) {
    private static final String GROUP = "Copies for readers";
    private static final long INTERVAL_MS = 300_000;

    static final Setting<String> SNAPSHOT_DIRECTORY = Setting.optional(
            GROUP,
            "snapshot.directory",
            "Where a copy of the database is put again and again, under its name, for other programs to read: the file"
                    + " that the sink has open is closed to them. A copy is one state between two transactions and"
                    + " takes the place of the one before at once. Empty for no copies.");
    static final Setting<Long> SNAPSHOT_INTERVAL_MS = Setting.atLeast(
            GROUP,
            "snapshot.interval.ms",
            1,
            INTERVAL_MS,
            "Milliseconds from the end of a copy to the next; none is made while nothing changes.");
    static final Setting<String> EXPORT_DIRECTORY = Setting.optional(
            GROUP,
            "export.directory",
            "Where each table is put again and again as a Parquet file, schema.table.parquet in a directory with the"
                    + " name of the database. All tables are of one state. Empty for no exports.");
    static final Setting<Long> EXPORT_INTERVAL_MS = Setting.atLeast(
            GROUP,
            "export.interval.ms",
            1,
            INTERVAL_MS,
            "Milliseconds from the end of an export to the next; none is made while nothing changes.");

    static List<Setting<?>> settings() {
        return List.of(SNAPSHOT_DIRECTORY, SNAPSHOT_INTERVAL_MS, EXPORT_DIRECTORY, EXPORT_INTERVAL_MS);
    }

    /** Reads it. */
    static SnapshotConfig of(Map<String, Object> values) {
        return new SnapshotConfig(
                SNAPSHOT_DIRECTORY.in(values),
                Duration.ofMillis(SNAPSHOT_INTERVAL_MS.in(values)),
                EXPORT_DIRECTORY.in(values),
                Duration.ofMillis(EXPORT_INTERVAL_MS.in(values)));
    }
}
