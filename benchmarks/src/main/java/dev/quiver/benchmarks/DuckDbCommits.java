/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** The sink with a transaction for each 500 rows, as a topic with few has them; each is on disk before the next. */
final class DuckDbCommits implements Contender {
    private static final int COMMITS = 200;

    @Override
    public String name() {
        return "the sink, commits of " + OtelRecords.BATCH_ROWS + " rows";
    }

    @Override
    public String unit() {
        return "commits";
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        Path file = directory.resolve("rows");
        try (DuckDbTask task = new DuckDbTask(file, Map.of("flush.age.max.ms", "3600000"))) {
            task.put(List.of());
            stopwatch.start();
            for (List<Struct> batch : DuckDbPool.batches(COMMITS * OtelRecords.BATCH_ROWS)) {
                task.put(batch);
                task.await();
            }
            stopwatch.stop();
        }
        return new Work(COMMITS, Files.size(file));
    }
}
