/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Struct;

/** Writes the records of {@link OtelRecords} to one file through a new path in each round. */
record RowContender(String name, Supplier<RowPath> paths) implements Contender {
    private static final long SEED = 42;
    /** Rows made ahead of a timed section: enough work for the clock to see, few enough to stay out of the old heap. */
    private static final int ROWS_AHEAD = 20_000;

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        OtelRecords records = new OtelRecords(SEED);
        RowPath path = paths.get();
        stopwatch.start();
        path.open(directory.resolve("rows"), OtelRecords.SCHEMA);
        stopwatch.stop();
        for (int written = 0; written < rowCount; written += ROWS_AHEAD) {
            Queue<List<Struct>> batches = batches(records, Math.min(ROWS_AHEAD, rowCount - written));
            stopwatch.start();
            drain(batches, path);
            stopwatch.stop();
        }
        stopwatch.start();
        long outputBytes = path.close();
        stopwatch.stop();
        return new Work(rowCount, outputBytes);
    }

    private static Queue<List<Struct>> batches(OtelRecords records, int rowCount) {
        Queue<List<Struct>> batches = new ArrayDeque<>();
        for (int made = 0; made < rowCount; made += OtelRecords.BATCH_ROWS) {
            batches.add(records.next(Math.min(OtelRecords.BATCH_ROWS, rowCount - made)));
        }
        return batches;
    }

    /** Lets go of every batch as soon as it is written, as a Connect worker does. */
    private static void drain(Queue<List<Struct>> batches, RowPath path) throws IOException {
        for (List<Struct> batch = batches.poll(); batch != null; batch = batches.poll()) {
            path.write(batch);
        }
    }
}
