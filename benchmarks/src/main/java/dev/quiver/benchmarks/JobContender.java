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
 * @param jobs makes the job of a round
 * @param <T> the input of the job
 */
record JobContender<T>(String name, int batchRows, Supplier<Job<T>> jobs) implements Contender {
    private static final long SEED = 42;
    /** Rows made ahead of a timed section: enough work for the clock to see, few enough to stay out of the old heap. */
    private static final int ROWS_AHEAD = 20_000;

    @Override
    public long run(int rowCount, Path directory, Stopwatch stopwatch) {
        FlatRecords records = new FlatRecords(SEED);
        try (Job<T> job = jobs.get()) {
            for (int done = 0; done < rowCount; done += ROWS_AHEAD) {
                Queue<T> inputs = inputs(job, records, Math.min(ROWS_AHEAD, rowCount - done));
                stopwatch.start();
                for (T input = inputs.poll(); input != null; input = inputs.poll()) {
                    job.run(input);
                }
                stopwatch.stop();
            }
        }
        return 0;
    }

    private Queue<T> inputs(Job<T> job, FlatRecords records, int rowCount) {
        Queue<T> inputs = new ArrayDeque<>();
        for (int made = 0; made < rowCount; made += batchRows) {
            inputs.add(job.prepare(records.next(Math.min(batchRows, rowCount - made))));
        }
        return inputs;
    }
}
