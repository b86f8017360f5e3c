/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Does something with the records of {@link OtelRecords} once they are Arrow batches; making these does not count.
 *
 * @param name what it is, in a few words
 */
record BatchContender(String name, Pass pass) implements Contender {
    /** One way to go over all batches. */
    interface Pass {
        /**
         * Runs while {@code stopwatch} does what counts.
         *
         * @return the bytes it came to, 0 when there are none to compare
         */
        long run(OtelBatches batches, Path file, Stopwatch stopwatch) throws IOException;
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        try (OtelBatches batches = new OtelBatches(rowCount)) {
            System.gc();
            return new Work(rowCount, pass.run(batches, directory.resolve("rows"), stopwatch));
        }
    }
}
