/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.sink.duckdb.DuckDbSinkTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A task of the DuckDB sink with one topic-partition, called as a worker calls it. */
final class DuckDbTask implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);

    private final DuckDbSinkTask task = new DuckDbSinkTask();
    private long offset;

    DuckDbTask(Path database, Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("name", "benchmark");
        properties.put("duckdb.path", database.toString());
        task.initialize(new QuietWorker(Set.of(PARTITION)));
        task.start(properties);
        task.open(List.of(PARTITION));
    }

    /** Hands {@code rows} over. */
    void put(List<Struct> rows) {
        List<SinkRecord> records = new ArrayList<>(rows.size());
        for (Struct row : rows) {
            records.add(new SinkRecord(PARTITION.topic(), 0, null, null, row.schema(), row, offset++));
        }
        putAlways(records);
    }

    private void putAlways(List<SinkRecord> records) {
        while (true) {
            try {
                task.put(records);
                return;
            } catch (RetriableException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** Returns when everything that was handed over is in the database. */
    void flush() {
        task.close(List.of(PARTITION));
        task.open(List.of(PARTITION));
        putAlways(List.of());
        long committed = committed();
        if (committed != offset) {
            throw new IllegalStateException("only the rows before " + committed + " of " + offset + " are in");
        }
    }

    /** Calls until everything is in that was handed over and is due at once. */
    void await() {
        while (committed() < offset) {
            putAlways(List.of());
            Thread.onSpinWait();
        }
    }

    private long committed() {
        OffsetAndMetadata safe =
                task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(0))).get(PARTITION);
        return safe == null ? 0 : safe.offset();
    }

    @Override
    public void close() {
        task.stop();
    }
}
