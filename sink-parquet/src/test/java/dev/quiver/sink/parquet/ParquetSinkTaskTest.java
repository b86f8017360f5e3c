/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static dev.quiver.sink.parquet.Records.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.parquet.DuckDbRows;
import dev.quiver.parquet.ParquetJavaRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The task as a worker drives it, over a directory. */
final class ParquetSinkTaskTest {
    private static final String THREAD = "quiver-parquet-publish";

    @TempDir
    private Path directory;

    private final FakeContext context = FakeContext.withReporter();
    private final ParquetSinkTask task = new ParquetSinkTask();

    @AfterEach
    void stop() {
        task.stop();
    }

    private void start(String... settings) {
        Map<String, String> properties = SinkFixture.properties(settings);
        properties.putIfAbsent("file.sync", "false");
        properties.put("store.uri", "file://" + directory.resolve("lake"));
        task.initialize(context);
        task.start(properties);
        task.open(List.of(P0, P1));
    }

    private List<Path> files() throws IOException {
        Path lake = directory.resolve("lake");
        if (!Files.exists(lake)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(lake)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void filesOfADirectoryStoreAreReadByOthers() throws IOException, SQLException {
        start("flush.rows.max", "3", "partition.by", "topic,field:kind");
        task.put(Records.rows(P0, 0, 3));

        assertThat(files()).hasSize(1);
        Path file = files().get(0);
        assertThat(directory.resolve("lake").relativize(file))
                .hasToString("logs/kind=k/logs+0+00000000000000000000-00000000000000000002.parquet");
        assertThat(ParquetJavaRows.read(file)).hasSize(3).isEqualTo(DuckDbRows.read(file));
        assertThat(task.preCommit(Map.of(P0, new OffsetAndMetadata(3))))
                .isEqualTo(Map.of(P0, new OffsetAndMetadata(3)));
    }

    @Test
    void anEmptyPutAsksToBeCalledAgainToo() {
        start("flush.age.max.ms", "60000");

        task.put(List.of());
        assertThat(context.takeTimeoutMs()).isEqualTo(60_000);

        task.put(Records.rows(P0, 0, 1));
        assertThat(context.takeTimeoutMs()).isBetween(1L, 60_000L);
    }

    @Test
    void afterAFailureTheWorkerShallNotWaitForItsNextCommit() throws IOException {
        start("flush.rows.max", "1");
        Files.createFile(directory.resolve("lake"));
        try {
            assertThatThrownBy(() -> task.put(Records.rows(P0, 0, 1)))
                    .isInstanceOf(ConnectException.class)
                    .satisfies(failure -> assertThat(context.takeTimeoutMs())
                            .isEqualTo(failure instanceof RetriableException ? RetryDeadline.DELAY_MS : -1));
        } finally {
            Files.delete(directory.resolve("lake"));
        }
    }

    @Test
    void theTaskNeverMovesTheConsumer() {
        start();
        task.put(Records.rows(P0, 5, 9));
        task.close(List.of(P0));

        assertThat(context.offsets()).isEmpty();
    }

    @Test
    void aTaskThatNeverStartedStops() {
        task.stop();
        task.stop();

        assertThatThrownBy(() -> task.put(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the task is not started");
    }

    @Test
    void aTaskStopsTwiceAndPublishesNothingMore() throws IOException {
        start();
        task.put(Records.rows(P0, 0, 3));
        task.stop();
        task.stop();

        assertThat(files()).isEmpty();
        assertThatThrownBy(() -> task.preCommit(Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStoreThatCannotBeOpenedFailsTheStart() throws IOException {
        Files.createFile(directory.resolve("lake"));

        assertThatThrownBy(this::start)
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("could not start: could not open ")
                .hasMessageContaining("it is not a directory");
    }

    @Test
    void threadsEndWithTheTask() throws InterruptedException {
        start("flush.rows.max", "1", "files.in.flight.max", "4");
        task.put(Records.rows(P0, 0, 20));
        List<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .toList();
        assertThat(threads).isNotEmpty();

        task.stop();

        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
