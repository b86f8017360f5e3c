/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** One of the two ways of doing the job that a comparison is about. */
interface Contender {
    /** For the reader of the details: what it is, in a few words. */
    String name();

    /** What the work is counted in, for the reader of the details. */
    default String unit() {
        return "rows";
    }

    /** Whether the stopwatch is used: what is not timed is measured by its bytes. */
    default boolean isTimed() {
        return true;
    }

    /**
     * Does the whole job with the first {@code rowCount} records, or a job of a fixed size. Preparing input happens
     * while {@code stopwatch} is stopped; files go to {@code directory}, which is empty.
     *
     * @return what got done while the stopwatch ran
     */
    Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException;
}
