/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.sink.parquet.ParquetSinkTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The whole task of the Parquet sink over a directory, exactly once: records go by turns to so many output partitions,
 * each of which is one file in the end.
 */
final class SinkPath implements RowPath {
    private static final TopicPartition PARTITION = new TopicPartition("logs", 0);
    private static final String MOST_ROWS = "1000000";
    private static final String NEVER = "1000000000";

    private final int outputPartitionCount;
    private final Map<String, String> settings;
    private final ParquetSinkTask task = new ParquetSinkTask();
    private @Nullable Path directory;
    private long offset;

    /** {@code settings} go beyond those that every such task has. */
    SinkPath(int outputPartitionCount, Map<String, String> settings) {
        this.outputPartitionCount = outputPartitionCount;
        this.settings = Map.copyOf(settings);
    }

    @Override
    public void open(Path file, Schema schema) throws IOException {
        directory = Files.createDirectories(file);
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("name", "benchmark");
        properties.put("store.uri", "file://" + file);
        properties.put("file.sync", "false");
        properties.put("partition.by", "key");
        properties.put("flush.rows.max", MOST_ROWS);
        properties.put("flush.bytes.max", NEVER);
        properties.put("flush.age.max.ms", NEVER);
        properties.put("flush.on.close", "true");
        task.initialize(new QuietWorker(Set.of(PARTITION)));
        task.start(properties);
        task.open(List.of(PARTITION));
        task.put(List.of());
    }

    @Override
    public void write(List<Struct> rows) {
        List<SinkRecord> records = new ArrayList<>(rows.size());
        for (Struct row : rows) {
            int key = (int) (offset % outputPartitionCount);
            records.add(new SinkRecord(PARTITION.topic(), 0, Schema.INT32_SCHEMA, key, row.schema(), row, offset++));
        }
        task.put(records);
    }

    @Override
    public long close() throws IOException {
        task.close(List.of(PARTITION));
        task.stop();
        if (directory == null) {
            throw new IllegalStateException("not open");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            long bytes = 0;
            int count = 0;
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                bytes += Files.size(file);
                count++;
            }
            if (count != outputPartitionCount) {
                throw new IllegalStateException(count + " files but " + outputPartitionCount + " output partitions");
            }
            return bytes;
        }
    }
}
