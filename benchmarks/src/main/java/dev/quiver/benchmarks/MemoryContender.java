/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Finds out how much memory a process of its own needs for a job of a fixed size. Its time is not measured.
 *
 * @param name what it is, in a few words
 * @param job tells the bytes
 */
record MemoryContender(String name, Job job) implements Contender {
    /** Runs processes until the number is known. */
    interface Job {
        /** The bytes; files go to {@code directory}, which is empty. */
        long bytes(Path directory) throws IOException;
    }

    @Override
    public String unit() {
        return "jobs";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        return new Work(1, job.bytes(directory));
    }
}
