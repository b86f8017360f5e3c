/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.parquet.ParquetOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Struct;

/**
 * Reads the values of a topic, which are the records of {@link OtelRecords} as Avro, and writes them to one Parquet
 * file the way the sink does.
 */
record AvroTopicContender(String name, Supplier<AvroReading> readings) implements Contender {
    private static final long SEED = 42;
    /** Rows made ahead of a timed section: enough work for the clock to see, few enough to stay out of the old heap. */
    private static final int ROWS_AHEAD = 20_000;

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        OtelRecords records = new OtelRecords(SEED);
        RowPath path = new ArrowParquet(ParquetOptions.DEFAULTS, 1);
        boolean isOpen = false;
        try (AvroReading reading = readings.get()) {
            for (int written = 0; written < rowCount; written += ROWS_AHEAD) {
                Queue<List<byte[]>> polls = polls(records, reading, Math.min(ROWS_AHEAD, rowCount - written));
                stopwatch.start();
                for (List<byte[]> poll = polls.poll(); poll != null; poll = polls.poll()) {
                    List<Struct> rows = read(poll, reading);
                    if (!isOpen) {
                        path.open(directory.resolve("rows"), rows.get(0).schema());
                        isOpen = true;
                    }
                    path.write(rows);
                }
                stopwatch.stop();
            }
        }
        stopwatch.start();
        long outputBytes = path.close();
        stopwatch.stop();
        return new Work(rowCount, outputBytes);
    }

    private static List<Struct> read(List<byte[]> poll, AvroReading reading) {
        List<Struct> rows = new ArrayList<>(poll.size());
        for (byte[] message : poll) {
            rows.add(reading.read(message));
        }
        return rows;
    }

    private static Queue<List<byte[]>> polls(OtelRecords records, AvroReading reading, int rowCount) {
        Queue<List<byte[]>> polls = new ArrayDeque<>();
        for (int made = 0; made < rowCount; made += OtelRecords.BATCH_ROWS) {
            polls.add(reading.write(records.next(Math.min(OtelRecords.BATCH_ROWS, rowCount - made))));
        }
        return polls;
    }
}
