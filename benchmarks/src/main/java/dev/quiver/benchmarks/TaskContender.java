/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Does a {@link Task} a fixed number of times, a new one in each round.
 *
 * @param name what it is, in a few words
 * @param unit what one run of it is
 * @param runCount how often a round does it
 * @param tasks makes the task of a round; not timed
 */
record TaskContender(String name, String unit, int runCount, Supplier<Task> tasks) implements Contender {
    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) {
        try (Task task = tasks.get()) {
            stopwatch.start();
            for (int run = 0; run < runCount; run++) {
                task.run();
            }
            stopwatch.stop();
        }
        return new Work(runCount, 0);
    }
}
