/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Does a {@link Job} on the records of {@link FlatRecords}, a new one in each round.
 *
 * @param name what it is, in a few words
 * @param batchRows rows in one batch
 * @param rowsTogether rows whose batches are gone through, as often as {@code passes} says, before the next ones are:
 *     they are about as warm in the caches as those that a worker has at once
 * @param passes more than one where the job is so short that the clock would hardly tick
 * @param jobs makes the job of a round
 * @param <T> the input of the job
 */
record JobContender<T>(String name, int batchRows, int rowsTogether, int passes, Supplier<Job<T>> jobs)
        implements Contender {
    private static final long SEED = 42;
    /** Rows made ahead of a timed section: enough work for the clock to see, few enough to stay out of the old heap. */
    static final int ROWS_AHEAD = 20_000;

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

    private long run(Job<T> job, Queue<T> inputs) {
        int together = Math.max(1, rowsTogether / batchRows);
        long outputBytes = 0;
        while (!inputs.isEmpty()) {
            List<T> taken = new ArrayList<>(together);
            while (taken.size() < together && !inputs.isEmpty()) {
                taken.add(inputs.remove());
            }
            for (int pass = 0; pass < passes; pass++) {
                for (T input : taken) {
                    outputBytes += job.run(input);
                }
            }
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
