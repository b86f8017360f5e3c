/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.sink.parquet.ParquetSinkTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The whole task of the Parquet sink over a directory, exactly once: records go by turns to so many output partitions,
 * each of which is one file in the end.
 */
final class SinkPath implements RowPath {
    private static final TopicPartition PARTITION = new TopicPartition("logs", 0);
    private static final String NEVER = "1000000000";

    private final int outputPartitionCount;
    private final ParquetSinkTask task = new ParquetSinkTask();
    private @Nullable Path directory;
    private long offset;

    SinkPath(int outputPartitionCount) {
        this.outputPartitionCount = outputPartitionCount;
    }

    @Override
    public void open(Path file, Schema schema) throws IOException {
        directory = Files.createDirectories(file);
        task.initialize(new Context());
        task.start(Map.of(
                "name",
                "benchmark",
                "store.uri",
                "file://" + file,
                "file.sync",
                "false",
                "partition.by",
                "key",
                "flush.rows.max",
                NEVER,
                "flush.bytes.max",
                NEVER,
                "flush.age.max.ms",
                NEVER,
                "flush.on.close",
                "true"));
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

    /** A worker without a dead letter queue and without metrics. */
    private static final class Context implements SinkTaskContext {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public void offset(Map<TopicPartition, Long> offsets) {
            // nothing was committed before
        }

        @Override
        public void offset(TopicPartition partition, long offset) {
            // nothing was committed before
        }

        @Override
        public void timeout(long timeoutMs) {
            // the benchmark calls when it has rows
        }

        @Override
        public Set<TopicPartition> assignment() {
            return Set.of(PARTITION);
        }

        @Override
        public void pause(TopicPartition... partitions) {
            throw new IllegalStateException("a directory is not slow");
        }

        @Override
        public void resume(TopicPartition... partitions) {
            throw new IllegalStateException("nothing was paused");
        }

        @Override
        public void requestCommit() {
            // the benchmark commits nothing
        }

        @Override
        public @Nullable ErrantRecordReporter errantRecordReporter() {
            return null;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new NoSuchMethodError("no metrics");
        }
    }
}
