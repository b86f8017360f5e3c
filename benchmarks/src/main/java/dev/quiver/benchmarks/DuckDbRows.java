/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Struct;

/**
 * Puts the rows of {@link DuckDbPool} into a table, from opening the database to its checkpoint.
 *
 * @param name what it is, in a few words
 * @param share the part of the rows that will do, as a divisor
 */
record DuckDbRows(String name, int share, Supplier<RowPath> paths) implements Contender {
    private static final int ROWS_MIN = 1_000;

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        int rows = Math.max(ROWS_MIN, rowCount / share);
        Iterable<List<Struct>> batches = DuckDbPool.batches(rows);
        RowPath path = paths.get();
        stopwatch.start();
        path.open(directory.resolve("rows"), OtelRecords.SCHEMA);
        for (List<Struct> batch : batches) {
            path.write(batch);
        }
        long outputBytes = path.close();
        stopwatch.stop();
        return new Work(rows, outputBytes);
    }
}
