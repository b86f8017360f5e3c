/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets changed by REST, with tasks before and after over one directory. */
final class OffsetResetTest {
    @TempDir
    Path directory;

    private Map<String, String> properties;

    @BeforeEach
    void configure() {
        properties = Map.of(
                "name", "sink",
                "store.uri", "file://" + directory,
                "file.sync", "false",
                "flush.rows.max", "2");
    }

    /** Runs a task that takes over and is given rows 0 to 3, and returns where it wanted to read. */
    private Map<TopicPartition, Long> run() {
        FakeContext context = FakeContext.withReporter();
        ParquetSinkTask task = new ParquetSinkTask();
        task.initialize(context);
        task.start(properties);
        try {
            task.open(List.of(P0));
            task.put(List.of());
            task.put(Records.rows(P0, 0, 4));
        } finally {
            task.stop();
        }
        return context.offsets();
    }

    private void alter(@Nullable Long offset) {
        Map<TopicPartition, @Nullable Long> offsets = new HashMap<>();
        offsets.put(P0, offset);
        assertThat(new ParquetSinkConnector().alterOffsets(properties, offsets)).isTrue();
    }

    @Test
    void aTaskBeginsWhereTheOperatorSaid() {
        assertThat(run()).isEmpty();
        assertThat(run()).isEqualTo(Map.of(P0, 4L));
        alter(2L);
        assertThat(run()).isEqualTo(Map.of(P0, 2L));
    }

    @Test
    void aResetForgetsTheLedger() {
        run();
        Path ledger = directory.resolve("_quiver/sink/logs/0.json");
        assertThat(Files.exists(ledger)).isTrue();
        alter(null);
        assertThat(Files.exists(ledger)).isFalse();
        alter(null);
        assertThat(run()).isEmpty();
    }

    @Test
    void aPartitionNeverReadCanBeMoved() {
        alter(3L);
        assertThat(run()).isEqualTo(Map.of(P0, 3L));
    }

    @Test
    void atLeastOnceHasNoLedgers() {
        properties = new HashMap<>(properties);
        properties.put("delivery.guarantee", "at-least-once");
        alter(3L);
        assertThat(Files.exists(directory.resolve("_quiver"))).isFalse();
    }

    /** The ledger names files that somebody took away: what was a task's to report is not the operator's to repair. */
    @Test
    void aResetDoesNotMissFilesThatAreGone() throws IOException {
        for (Long offset : new Long[] {1L, null}) {
            run();
            remove();
            alter(offset);
            assertThat(run()).isEqualTo(offset == null ? Map.of() : Map.of(P0, offset));
            alter(null);
        }
    }

    private void remove() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Flushed, stopped, and created anew under another name at the offset that was noted. */
    @Test
    void aConnectorMovesToAnotherNameWithoutGapOrDouble() throws IOException {
        properties = new HashMap<>(properties);
        properties.put("flush.rows.max", "100");
        properties.put("flush.on.close", "true");
        properties.put("partition.by", "field:kind");
        runAndClose(Records.rows(P0, 0, 5));
        properties.put("name", "renamed");
        alter(5L);
        assertThat(runAndClose(Records.rows(P0, 5, 9))).isEqualTo(Map.of(P0, 5L));
        assertThat(ids()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    /** What the files of a range had is there again, be it in the same files. */
    @Test
    void aRangeIsReadAgain() throws IOException {
        run();
        remove();
        alter(2L);
        assertThat(runAndClose(Records.rows(P0, 2, 4))).isEqualTo(Map.of(P0, 2L));
        assertThat(ids()).containsExactlyInAnyOrder(2L, 3L);
    }

    /** What divides rows may change once nothing is ahead. */
    @Test
    void whatDividesRowsChangesAfterAFlush() throws IOException {
        properties = new HashMap<>(properties);
        properties.put("flush.rows.max", "100");
        properties.put("flush.on.close", "true");
        runAndClose(Records.rows(P0, 0, 5));
        properties.put("partition.by", "field:kind");
        assertThat(runAndClose(Records.rows(P0, 5, 9))).isEqualTo(Map.of(P0, 5L));
        assertThat(ids()).hasSize(9).doesNotHaveDuplicates();
    }

    private Map<TopicPartition, Long> runAndClose(List<SinkRecord> records) {
        FakeContext context = FakeContext.withReporter();
        ParquetSinkTask task = new ParquetSinkTask();
        task.initialize(context);
        task.start(properties);
        try {
            task.open(List.of(P0));
            task.put(List.of());
            task.put(records);
            task.close(List.of(P0));
        } finally {
            task.stop();
        }
        return context.offsets();
    }

    private List<Long> ids() throws IOException {
        List<Long> ids = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Published.rows(Files.readAllBytes(file)).forEach(row -> ids.add((Long) row.get("id")));
            }
        }
        return ids;
    }
}
