/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.Properties;

/**
 * What an instance of the database is opened with. Everybody who uses one instance must want the same.
 *
 * @param threads threads of one statement
 * @param memoryBytesMax memory of the instance, beyond which it writes temporary files
 * @param checkpointBytes bytes of the write-ahead log after which it goes into the file
 * @param sync when data is on disk
 * @param storageVersion the oldest version of DuckDB that shall read the file; empty for this one's own
 * @param extensionDirectory where extensions lie; empty for none
 * @param temporaryDirectory where temporary files go; empty for beside the database
 * @param initSql statements for the new instance; empty for none
 */
record DatabaseOptions(
        int threads,
        long memoryBytesMax,
        long checkpointBytes,
        Sync sync,
        String storageVersion,
        String extensionDirectory,
        String temporaryDirectory,
        String initSql) {
    private static final int KIBIBYTE = 1 << 10;

    /** When data is on disk. */
    enum Sync {
        /** At every commit. */
        STANDARD,
        /** At every commit, with the strongest call that the operating system has. */
        FULL,
        /** Sometime: an outage of the machine may cost committed rows, an end of the worker does not. */
        NONE
    }

    /** The properties of a connection to a new instance. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("threads", Integer.toString(threads));
        properties.setProperty("memory_limit", memoryBytesMax / KIBIBYTE + "KiB");
        properties.setProperty("checkpoint_threshold", checkpointBytes / KIBIBYTE + "KiB");
        properties.setProperty("fsync_mode", sync.name());
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", Boolean.toString(!extensionDirectory.isEmpty()));
        putUnlessEmpty(properties, "storage_compatibility_version", storageVersion);
        putUnlessEmpty(properties, "extension_directory", extensionDirectory);
        putUnlessEmpty(properties, "temp_directory", temporaryDirectory);
        return properties;
    }

    private static void putUnlessEmpty(Properties properties, String key, String value) {
        if (!value.isEmpty()) {
            properties.setProperty(key, value);
        }
    }
}
