/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static dev.quiver.sink.parquet.Records.P1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RotationTest {
    private static final long AGE_MAX_MS = 300_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 100})
    void aFileHasExactlyAsManyRowsAsItMay(int rowsMax) {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", Integer.toString(rowsMax), "batch.rows.max", "7")) {
            sink.put(Records.rows(P0, 0, 100));

            assertThat(sink.keys())
                    .hasSize(100 / rowsMax)
                    .allSatisfy(
                            key -> assertThat(Published.ids(sink.store, key)).hasSize(rowsMax));
            assertThat(sink.committable(P0, 100)).isEqualTo(100L - 100 % rowsMax);
        }
    }

    @Test
    void aFileMayFillAcrossPuts() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "3")) {
            sink.put(Records.rows(P0, 0, 2));
            sink.put(Records.rows(P0, 2, 4));

            assertThat(sink.ids()).containsExactly(0L, 1L, 2L);
        }
    }

    @Test
    void anOldFileEndsWithoutNewRecords() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.rows(P0, 0, 5));
            sink.clock.advance(AGE_MAX_MS - 1);
            sink.put();
            assertThat(sink.keys()).isEmpty();

            sink.clock.advance(1);
            sink.put();

            assertThat(sink.ids()).containsExactly(0L, 1L, 2L, 3L, 4L);
        }
    }

    @Test
    void ageCountsFromTheFirstRowOfEachFile() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.row(P0, 0));
            sink.clock.advance(AGE_MAX_MS / 2);
            sink.put(Records.row(P0, 1), Records.row(P1, 0));
            sink.clock.advance(AGE_MAX_MS / 2);
            sink.put();

            assertThat(sink.keys()).containsExactly("logs/logs+0+00000000000000000000-00000000000000000001.parquet");
        }
    }

    @Test
    void theNextDueFileSaysWhenToCallAgain() {
        try (SinkFixture sink = new SinkFixture()) {
            assertThat(sink.sink.nextDueMs()).isEqualTo(AGE_MAX_MS);

            sink.put(Records.row(P0, 0));
            sink.clock.advance(1000);
            sink.put(Records.row(P1, 0));
            assertThat(sink.sink.nextDueMs()).isEqualTo(AGE_MAX_MS - 1000);

            sink.clock.advance(AGE_MAX_MS * 2);
            assertThat(sink.sink.nextDueMs()).isEqualTo(1);
        }
    }

    @Test
    void aFileThatNeverAgesDoesNotMakeTheWorkerSpin() {
        try (SinkFixture sink = new SinkFixture("flush.age.max.ms", Long.toString(Long.MAX_VALUE))) {
            sink.put(Records.row(P0, 0));

            assertThat(sink.sink.nextDueMs()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void aLargeFileEndsOnceItsRowsAreEncoded() {
        try (SinkFixture sink = new SinkFixture("flush.bytes.max", "1", "batch.rows.max", "4")) {
            sink.put(Records.rows(P0, 0, 3));
            assertThat(sink.keys()).isEmpty();

            sink.put(Records.row(P0, 3));

            assertThat(sink.ids()).containsExactly(0L, 1L, 2L, 3L);
        }
    }

    @Test
    void aLargeFileEndsInTheMiddleOfAPut() {
        try (SinkFixture sink = new SinkFixture("flush.bytes.max", "1", "batch.rows.max", "4")) {
            sink.put(Records.rows(P0, 0, 12));

            assertThat(sink.keys()).hasSize(3);
        }
    }

    @Test
    void everyDirectoryRotatesOnItsOwn() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:kind", "flush.rows.max", "2")) {
            sink.put(
                    Records.row(P0, 0, "a"),
                    Records.row(P0, 1, "b"),
                    Records.row(P0, 2, "b"),
                    Records.row(P0, 3, "a"),
                    Records.row(P0, 4, "c"));

            assertThat(sink.keys())
                    .containsExactly(
                            "kind=a/logs+0+00000000000000000000-00000000000000000003.parquet",
                            "kind=b/logs+0+00000000000000000001-00000000000000000002.parquet");
        }
    }

    @Test
    void nothingIsCommittedPastTheFirstRowOfAnOpenFile() {
        try (SinkFixture sink = new SinkFixture("partition.by", "field:kind", "flush.rows.max", "2")) {
            assertThat(sink.committable(P0, 0)).isZero();

            sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "b"), Records.row(P0, 2, "b"));
            assertThat(sink.committable(P0, 3)).isZero();

            sink.put(Records.row(P0, 3, "a"));
            assertThat(sink.committable(P0, 4)).isEqualTo(4);
        }
    }

    @Test
    void recordsThatNeverReachTheSinkAreCommitted() {
        try (SinkFixture sink = new SinkFixture()) {
            assertThat(sink.committable(P0, 42)).isEqualTo(42);
            assertThat(sink.committable(new TopicPartition("other", 0), 42)).isNull();
        }
    }

    @Test
    void aFinishedFileThatIsNotPublishedHoldsTheCommitBack() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            FailureTest.assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));
            assertThat(sink.committable(P0, 2)).isZero();

            sink.put(Records.rows(P0, 2, 3));
            assertThat(sink.committable(P0, 3)).isEqualTo(2);
        }
    }

    @Test
    void batchesStayLongAfterOneThatWasLarge() {
        try (SinkFixture sink = new SinkFixture("batch.rows.max", "1000000")) {
            String large = "x".repeat(1 << 20);
            LongStream.range(0, 32).forEach(offset -> sink.put(Records.row(P0, offset, large)));
            long files = sink.keys().size();

            sink.put(Records.rows(P0, 32, 132));

            assertThat(sink.keys()).hasSize((int) files);
            assertThat(sink.sink.gatheredRowCount()).isGreaterThanOrEqualTo(100);
        }
    }

    @Test
    void rowsArriveInOrderWithinAFile() {
        try (SinkFixture sink = new SinkFixture("partition.by", "partition", "batch.rows.max", "5")) {
            for (long offset = 0; offset < 40; offset++) {
                sink.put(Records.row(P0, offset), Records.row(P1, offset));
            }
            sink.age();

            assertThat(sink.keys())
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(Published.ids(sink.store, key))
                            .isEqualTo(LongStream.range(0, 40).boxed().toList()));
        }
    }

    @Test
    void theFooterSaysWhichOffsetsAFileHas() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(List.of(Records.row(P1, 5), Records.row(P1, 9)));
            sink.age();

            String footer =
                    new String(sink.store.content(sink.keys().get(0)), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(footer)
                    .contains("quiver.topic", "quiver.partition", "quiver.offset.first", "quiver.offset.last");
        }
    }

    private static SinkRecord at(long offset, long timestamp) {
        SinkRecord row = Records.row(P0, offset);
        return new SinkRecord(
                row.topic(),
                row.kafkaPartition(),
                null,
                null,
                row.valueSchema(),
                row.value(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME);
    }

    private static List<Integer> rowCounts(SinkFixture sink) {
        return sink.keys().stream()
                .map(key -> Published.ids(sink.store, key).size())
                .toList();
    }

    @Test
    void aFileEndsWithTheWindowOfRecordTimeOfItsFirstRow() {
        try (SinkFixture sink = new SinkFixture("flush.span.max.ms", "100")) {
            sink.put(at(0, 130), at(1, 199), at(2, 120));
            assertThat(sink.keys()).isEmpty();
            sink.put(at(3, 200), at(4, 299), at(5, 300));
            assertThat(rowCounts(sink)).containsExactly(3, 2);
        }
    }

    @Test
    void aFileWaitsForLateRows() {
        try (SinkFixture sink = new SinkFixture("flush.span.max.ms", "100", "flush.span.lateness.ms", "50")) {
            sink.put(at(0, 130), at(1, 249), at(2, 120));
            assertThat(sink.keys()).isEmpty();
            sink.put(at(3, 250));
            assertThat(rowCounts(sink)).containsExactly(3);
        }
    }

    /** Otherwise each of them would end in a file of its own. */
    @Test
    void rowsThatAreTooLateShareAFile() {
        try (SinkFixture sink = new SinkFixture("flush.span.max.ms", "100")) {
            sink.put(at(0, 1_050), at(1, 10), at(2, 20));
            sink.put(at(3, 30));
            sink.put(at(4, 40), at(5, 1_100));
            assertThat(rowCounts(sink)).containsExactly(5);
        }
    }

    @Test
    void aFileEndsWhenRowsOfOtherDirectoriesHavePassedItsWindow() {
        try (SinkFixture sink = new SinkFixture("flush.span.max.ms", "100", "partition.by", "minute=time:SSS")) {
            sink.put(at(0, 50));
            sink.put(at(1, 199));
            assertThat(rowCounts(sink)).containsExactly(1);
        }
    }
}
