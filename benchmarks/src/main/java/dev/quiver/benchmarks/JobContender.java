/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Does a {@link Job} on the records of {@link FlatRecords}, a new one in each round.
 *
 * @param name what it is, in a few words
 * @param batchRows rows in one batch
 * @param passes how often the batches of a timed section are gone through: more than once where the job is so short
 *     that the clock would hardly tick
 * @param jobs makes the job of a round
 * @param <T> the input of the job
 */
record JobContender<T>(String name, int batchRows, int passes, Supplier<Job<T>> jobs) implements Contender {
    private static final long SEED = 42;
    /** Rows made ahead of a timed section: enough work for the clock to see, few enough to stay out of the old heap. */
    private static final int ROWS_AHEAD = 20_000;

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) {
        FlatRecords records = new FlatRecords(SEED);
        long outputBytes = 0;
        try (Job<T> job = jobs.get()) {
            for (int done = 0; done < rowCount; done += ROWS_AHEAD) {
                Queue<T> inputs = inputs(job, records, Math.min(ROWS_AHEAD, rowCount - done));
                stopwatch.start();
                outputBytes += run(job, inputs);
                stopwatch.stop();
            }
        }
        return new Work((long) rowCount * passes, outputBytes);
    }

    /** Lets go of every input in the last pass, as a Connect worker does. */
    private long run(Job<T> job, Queue<T> inputs) {
        long outputBytes = 0;
        for (int pass = 1; pass < passes; pass++) {
            for (T input : inputs) {
                outputBytes += job.run(input);
            }
        }
        for (T input = inputs.poll(); input != null; input = inputs.poll()) {
            outputBytes += job.run(input);
        }
        return outputBytes;
    }

    private Queue<T> inputs(Job<T> job, FlatRecords records, int rowCount) {
        Queue<T> inputs = new ArrayDeque<>();
        for (int made = 0; made < rowCount; made += batchRows) {
            inputs.add(job.prepare(records.next(Math.min(batchRows, rowCount - made))));
        }
        return inputs;
    }
}
