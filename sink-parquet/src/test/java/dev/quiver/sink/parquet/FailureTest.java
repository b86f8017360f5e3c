/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static dev.quiver.sink.parquet.Records.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FailureTest {
    private static final long RETRY_TIMEOUT_MS = 600_000;

    static void assertRetriable(ThrowingCallable put) {
        assertThatThrownBy(put).isInstanceOf(RetriableException.class).hasMessageContaining("scripted");
    }

    private static List<Long> range(long to) {
        return LongStream.range(0, to).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"STAGE", "WRITE", "PUBLISH"})
    void theSameBatchPutAgainWritesNoRowTwiceAndLosesNone(Operation operation) {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "3")) {
            List<SinkRecord> batch = Records.rows(P0, 0, 9);
            sink.store.fail(operation, 2, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(batch));

            sink.put(batch);

            assertThat(sink.ids()).isEqualTo(range(9));
            assertThat(sink.committable(P0, 9)).isEqualTo(9);
            assertThat(sink.store.openCount()).isZero();
        }
    }

    @Test
    void aLostAnswerPublishesTheSameObjectAgain() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "3")) {
            List<SinkRecord> batch = Records.rows(P0, 0, 3);
            sink.store.failNext(Operation.PUBLISH, Failure.ANSWER_LOST);
            assertRetriable(() -> sink.put(batch));
            assertThat(sink.committable(P0, 0)).isZero();

            sink.put(batch);

            assertThat(sink.ids()).isEqualTo(range(3));
            assertThat(sink.store.calls(Operation.PUBLISH)).isEqualTo(2);
        }
    }

    /** A batch that outgrows the budget is published in the middle of a put, just behind the row that filled it. */
    @Test
    void aFailureInTheMiddleOfAPutTakesNoRowTwice() {
        try (SinkFixture sink = new SinkFixture(
                "memory.max.bytes",
                Integer.toString(32 << 20),
                "spill.max.bytes",
                "0",
                "parquet.compression",
                "none",
                "batch.rows.max",
                "16")) {
            List<SinkRecord> batch = LongStream.range(0, 64)
                    .mapToObj(offset ->
                            Records.row(P0, offset, Long.toString(offset).repeat(1 << 19)))
                    .toList();
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(batch));

            sink.put(batch);
            sink.age();

            assertThat(sink.ids()).isEqualTo(range(64));
        }
    }

    @Test
    void anEmptyPutTriesAgain() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));

            sink.put();

            assertThat(sink.ids()).isEqualTo(range(2));
        }
    }

    @Test
    void nothingIsTakenInWhileTheStoreFails() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.fail(Operation.STAGE, 1, Failure.RETRIABLE).fail(Operation.STAGE, 2, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));
            long heapBytes = sink.sink.heapBytes();

            assertRetriable(() -> sink.put(Records.rows(P0, 2, 200)));

            assertThat(sink.sink.heapBytes()).isEqualTo(heapBytes);
        }
    }

    @Test
    void afterAFailureNoMoreFilesAreBegun() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "1")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);

            assertRetriable(() -> sink.put(Records.rows(P0, 0, 50)));

            assertThat(sink.store.calls(Operation.STAGE)).isEqualTo(1);
        }
    }

    @Test
    void aPermanentFailureFailsTheTaskWithTheReason() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.failNext(Operation.PUBLISH, Failure.PERMANENT);

            assertThatThrownBy(() -> sink.put(Records.rows(P0, 0, 2)))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessage("could not publish logs/logs+0+00000000000000000000-00000000000000000001.parquet:"
                            + " scripted failure");
            assertThat(sink.committable(P0, 2)).isZero();
        }
    }

    @Test
    void aPermanentFailureIsNotHiddenByOneThatMayPass() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "1", "files.in.flight.max", "1")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));
            sink.store.failNext(Operation.STAGE, Failure.PERMANENT);

            assertThatThrownBy(() -> sink.put())
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class);
        }
    }

    @Test
    void aStoreThatFailsForTooLongFailsTheTask() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            for (int attempt = 1; attempt <= 3; attempt++) {
                sink.store.fail(Operation.STAGE, attempt, Failure.RETRIABLE);
            }
            assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));
            sink.clock.advance(RETRY_TIMEOUT_MS - 1);
            assertRetriable(sink::put);
            sink.clock.advance(1);

            assertThatThrownBy(sink::put)
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("failing for 600000 ms, retry.timeout.ms is 600000");
        }
    }

    @Test
    void theTimeToFailStartsAnewAfterASuccess() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));
            sink.put();
            sink.clock.advance(RETRY_TIMEOUT_MS);
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);

            assertRetriable(() -> sink.put(Records.rows(P0, 2, 4)));
        }
    }

    @Test
    void theTimeToFailStartsAnewWhenTheFailingFilesAreDropped() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));
            sink.sink.close(List.of(P0));
            sink.clock.advance(RETRY_TIMEOUT_MS);
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);

            assertRetriable(() -> sink.put(Records.rows(P1, 0, 2)));
        }
    }

    @Test
    void anInterruptedTaskFailsAndStaysInterrupted() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> sink.put(Records.rows(P0, 0, 2)))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("could not finish the file of logs-0 from offset 0: ");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sink.committable(P0, 2)).isZero();
        }
    }

    @Test
    void theConsumerGoingBackDoublesRowsButLosesNone() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.rows(P0, 10, 20));
            sink.put(Records.rows(P0, 5, 20));
            assertThat(sink.committable(P0, 20)).isEqualTo(5);
            sink.age();

            assertThat(sink.ids())
                    .contains(range(20).subList(5, 20).toArray(Long[]::new))
                    .hasSize(25);
            assertThat(sink.committable(P0, 20)).isEqualTo(20);
        }
    }

    @Test
    void aTopicMadeAnewIsReadFromItsStart() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "10")) {
            sink.put(Records.rows(P0, 0, 100));
            sink.store.keys().forEach(key -> sink.store.put(key, new byte[0]));

            sink.put(Records.rows(P0, 0, 10));

            assertThat(Published.ids(sink.store, sink.keys().get(0))).isEqualTo(range(10));
        }
    }

    /** Sealed by a task that was fenced before it could commit. */
    @Test
    void whatNobodyCommittedDoesNotStayInADirectory(@TempDir Path directory) throws IOException {
        Map<String, String> properties = new HashMap<>(
                SinkFixture.properties("name", "left", "delivery.guarantee", "exactly-once", "flush.rows.max", "2"));
        properties.put("store.uri", "file://" + directory);
        ParquetSinkTask zombie = task(properties);
        ParquetSinkTask owner = task(properties);
        assertThatThrownBy(() -> zombie.put(Records.rows(P0, 0, 4))).isInstanceOf(ConnectException.class);
        zombie.close(List.of(P0));
        zombie.stop();
        owner.stop();
        task(properties).stop();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.map(Path::toString)).noneMatch(file -> file.contains(".sealed"));
        }
    }

    private static ParquetSinkTask task(Map<String, String> properties) {
        ParquetSinkTask task = new ParquetSinkTask();
        task.initialize(FakeContext.withReporter());
        task.start(properties);
        task.open(List.of(P0));
        task.put(List.of());
        return task;
    }
}
