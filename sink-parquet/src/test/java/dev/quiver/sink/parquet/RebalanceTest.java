/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static dev.quiver.sink.parquet.Records.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

final class RebalanceTest {
    @Test
    void closingSomePartitionsDropsOnlyTheirRows() {
        try (SinkFixture sink = new SinkFixture("partition.by", "partition")) {
            sink.put(Records.rows(P0, 0, 3));
            sink.put(Records.rows(P1, 0, 3));

            sink.sink.close(List.of(P0));
            sink.age();

            assertThat(sink.keys())
                    .containsExactly("partition=1/logs+1+00000000000000000000-00000000000000000002.parquet");
            assertThat(sink.committable(P0, 3)).isNull();
            assertThat(sink.committable(P1, 3)).isEqualTo(3);
        }
    }

    @Test
    void aPartitionOpenedAgainIsReadAgain() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.rows(P0, 0, 5));
            sink.sink.close(List.of(P0));
            sink.sink.open(List.of(P0));

            sink.put(Records.rows(P0, 2, 5));
            assertThat(sink.committable(P0, 5)).isEqualTo(2);
            sink.age();

            assertThat(sink.ids()).containsExactly(2L, 3L, 4L);
        }
    }

    @Test
    void openingAPartitionTwiceStartsItAnew() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.rows(P0, 0, 5));

            sink.sink.open(List.of(P0));
            sink.put(Records.rows(P0, 0, 2));
            sink.age();

            assertThat(sink.ids()).containsExactly(0L, 1L);
        }
    }

    @Test
    void finishedFilesOfAClosedPartitionAreNotPublishedLater() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            FailureTest.assertRetriable(() -> sink.put(Records.rows(P0, 0, 2)));

            sink.sink.close(List.of(P0));
            sink.put();

            assertThat(sink.keys()).isEmpty();
            assertThat(sink.sink.heapBytes()).isLessThan(100_000);
        }
    }

    @Test
    void leftOverRecordsOfPartitionsThatWereLostArePassedOver() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "2")) {
            List<SinkRecord> batch = List.of(Records.row(P0, 0), Records.row(P0, 1), Records.row(P1, 0));
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            FailureTest.assertRetriable(() -> sink.put(batch));
            sink.sink.close(List.of(P0));

            sink.put(batch);
            sink.age();

            assertThat(sink.keys()).containsExactly("logs/logs+1+00000000000000000000-00000000000000000000.parquet");
        }
    }

    /** Passed over in silence, its offset would be committed and the record lost. */
    @Test
    void aRecordOfAPartitionThatIsNotAssignedFailsTheTask() {
        try (SinkFixture sink = new SinkFixture()) {
            SinkRecord stranger = Records.row(new TopicPartition("logs", 9), 0);

            assertThatThrownBy(() -> sink.put(stranger))
                    .isExactlyInstanceOf(ConnectException.class)
                    .hasMessageStartingWith("could not write record logs-9@0: the partition is not assigned");
        }
    }

    @Test
    void recordsBelongToWhereTheyWereReadFromWhateverTransformationsDid() {
        try (SinkFixture sink = new SinkFixture("partition.by", "topic,partition")) {
            sink.put(Records.renamed(P1, 4, "renamed"));
            assertThat(sink.committable(P1, 5)).isEqualTo(4);
            sink.age();

            assertThat(sink.keys())
                    .containsExactly("renamed/partition=1/logs+1+00000000000000000004-00000000000000000004.parquet");
            assertThat(sink.committable(P1, 5)).isEqualTo(5);
        }
    }

    /** The worker forgets to take records out of a failed batch when a transformation has renamed their topic. */
    @Test
    void leftOverRecordsDoNotGoBeforeThoseReadAgain() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "4")) {
            List<SinkRecord> batch = Stream.of(10, 11, 12, 13)
                    .map(offset -> Records.renamed(P0, offset, "renamed"))
                    .toList();
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            FailureTest.assertRetriable(() -> sink.put(batch));
            sink.sink.close(List.of(P0));
            sink.sink.open(List.of(P0));

            sink.put(batch);
            assertThat(sink.committable(P0, 5)).isEqualTo(5);
            sink.put(Records.rows(P0, 5, 14));
            sink.age();

            assertThat(sink.ids()).containsExactly(5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
        }
    }

    @Test
    void newRecordsOfAnOpenedPartitionCountWhileABatchFails() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "4")) {
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            FailureTest.assertRetriable(() -> sink.put(Records.rows(P0, 0, 4)));
            sink.sink.close(List.of(P0));
            sink.sink.open(List.of(P0));

            sink.put(Records.rows(P0, 0, 4));

            assertThat(sink.ids()).containsExactly(0L, 1L, 2L, 3L);
        }
    }

    @Test
    void everyPartitionMayBeClosedAtOnce() {
        try (SinkFixture sink = new SinkFixture()) {
            sink.put(Records.rows(P0, 0, 3));
            sink.sink.close(List.of(P0, P1));
            sink.age();

            assertThat(sink.keys()).isEmpty();
        }
    }

    /** The group's offset is past them, so the ledger must be as well: their next owner would report them again. */
    @Test
    void recordsWithoutRowsAreNotReadAgain() {
        try (SinkFixture sink =
                new SinkFixture("name", "on", "delivery.guarantee", "exactly-once", "flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0));
            sink.put(Records.of(P0, 1, null, "poison"), Records.of(P0, 2, null, "poison"));
            assertThat(sink.committable(P0, 3)).isEqualTo(3);
            sink.sink.close(List.of(P0));
            try (SinkFixture next = sink.successor()) {
                assertThat(next.seeks).containsEntry(P0, 3L);
            }
        }
    }

    @Test
    void recordsWithoutRowsMoveTheLedgerAMinuteLater() {
        try (SinkFixture sink =
                new SinkFixture("name", "on", "delivery.guarantee", "exactly-once", "flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0));
            sink.clock.advance(70_000);
            sink.put();
            sink.put(Records.of(P0, 1, null, "poison"), Records.of(P0, 2, null, "poison"));
            sink.clock.advance(70_000);
            sink.put();
            try (SinkFixture next = sink.successor()) {
                assertThat(next.seeks).containsEntry(P0, 3L);
            }
        }
    }

    /** A worker takes the end of a batch that failed for its position, over a rebalance, without reading it again. */
    @Test
    void aBatchThatFailedBeforeARebalanceIsNotCommitted() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "10")) {
            sink.store.failNext(Operation.STAGE, Failure.RETRIABLE);
            assertThatThrownBy(() -> sink.put(Records.rows(P0, 50, 100))).isInstanceOf(RetriableException.class);
            sink.sink.close(List.of(P0, P1));
            sink.sink.open(List.of(P0, P1));
            sink.put();
            assertThat(sink.committable(P0, 100))
                    .as("none of 50 to 99 is there")
                    .isNull();
            sink.put(Records.rows(P0, 50, 100));
            assertThat(sink.committable(P0, 100)).isEqualTo(100);
        }
    }
}
