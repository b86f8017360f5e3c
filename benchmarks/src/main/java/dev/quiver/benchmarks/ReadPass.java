/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One way to read a Parquet file. */
interface ReadPass {
    /** Which columns are read. */
    enum Columns {
        /** All 22. */
        ALL(OtelRecords.SCHEMA.fields().stream().map(field -> field.name()).toList()),
        /** Two numbers, two short texts and a long one. */
        FIVE(List.of("id", "time_unix_nano", "severity_text", "body", "service_name"));

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> names;

        Columns(List<String> names) {
            this.names = List.copyOf(names);
        }

        List<String> names() {
            return names;
        }
    }

    /** Reads {@code columns} of all rows of {@code file} and returns how many rows there were. */
    long read(Path file, Columns columns) throws IOException;
}
