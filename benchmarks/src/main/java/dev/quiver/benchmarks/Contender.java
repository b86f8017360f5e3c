/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** One of the two ways of doing the job that a comparison is about. */
interface Contender {
    /** For the reader of the details: what it is, in a few words. */
    String name();

    /**
     * Does the whole job once with the first {@code rowCount} records. Preparing input happens while {@code stopwatch}
     * is stopped; files go to {@code directory}, which is empty.
     *
     * @return the bytes left behind, 0 when there are none to compare
     */
    long run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException;
}
