/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** What files are. */
enum FileFormat {
    /** Parquet files. */
    PARQUET(".parquet"),
    /** Arrow IPC files. */
    ARROW(".arrow");

    private final String suffix;

    FileFormat(String suffix) {
        this.suffix = suffix;
    }

    /** How their names end. */
    String suffix() {
        return suffix;
    }
}
