/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** A way from the records of a topic to one local file: opened once, given batches, closed once. */
interface RowPath {
    /** Starts {@code file}, which must not exist; all rows have {@code schema}. */
    void open(Path file, Schema schema) throws IOException;

    /** Takes the next rows, in order; they are not kept by the caller. */
    void write(List<Struct> rows) throws IOException;

    /** Finishes the file and returns its size in bytes. */
    long close() throws IOException;
}
