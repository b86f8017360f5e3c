/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import dev.quiver.store.StoreException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** What the ledger does for one task after the other; the simulation has what happens between them. */
final class ExactlyOnceTest {
    private static SinkFixture fixture(SinkFixture before) {
        return before.successor();
    }

    private static SinkFixture first(String... more) {
        String[] settings = new String[more.length + 6];
        System.arraycopy(
                new String[] {
                    "name", "sink", "delivery.guarantee", "exactly-once", "partition.by", "field:kind",
                },
                0,
                settings,
                0,
                6);
        System.arraycopy(more, 0, settings, 6, more.length);
        return new SinkFixture(settings);
    }

    @Test
    void theLedgerLiesBelowTheConnectorsName() {
        try (SinkFixture sink = first()) {
            assertThat(sink.keys()).contains("_quiver/sink/logs/0.json", "_quiver/sink/logs/1.json");
        }
    }

    @Test
    void theNextTaskReadsOnWhereTheLedgerEnds() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.put(
                    Records.row(P0, 0, "a"), Records.row(P0, 1, "b"), Records.row(P0, 2, "b"), Records.row(P0, 3, "c"));
            assertThat(sink.committable(P0, 4)).isZero();
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.seeks).isEqualTo(Map.of(P0, 0L));
                assertThat(next.ids()).containsExactlyInAnyOrder(1L, 2L);
            }
        }
    }

    /** Rows 1 and 2 are there; row 0 holds the offset back. */
    @Test
    void rowsAheadOfTheLedgersOffsetAreNotWrittenAgain() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "b"), Records.row(P0, 2, "b"));
            try (SinkFixture next = fixture(sink)) {
                next.put(
                        Records.row(P0, 0, "a"),
                        Records.row(P0, 1, "b"),
                        Records.row(P0, 2, "b"),
                        Records.row(P0, 3, "a"));
                assertThat(next.ids()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
                assertThat(next.committable(P0, 4)).isEqualTo(4);
            }
        }
    }

    @Test
    void aTaskThatWasFencedFailsAndPublishesNothing() {
        try (SinkFixture sink = first("flush.rows.max", "2");
                SinkFixture next = fixture(sink)) {
            assertThatThrownBy(() -> sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "a")))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("could not commit: another task has taken over a topic-partition of this one")
                    .hasMessageContaining("_quiver/sink/logs/0.json");
            assertThat(next.ids()).isEmpty();
        }
    }

    @Test
    void whatWasCommittedButNotPublishedIsPublishedByTheNextTask() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            assertThatThrownBy(() -> sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "a")))
                    .isInstanceOf(RetriableException.class);
            assertThat(sink.ids()).isEmpty();
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.ids()).containsExactlyInAnyOrder(0L, 1L);
                assertThat(next.seeks).isEqualTo(Map.of(P0, 2L));
            }
        }
    }

    @Test
    void bytesThatWereNotCommittedAreAbortedByTheNextTask() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.store.failNext(Operation.WRITE_VERSIONED, Failure.RETRIABLE);
            assertThatThrownBy(() -> sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "a")))
                    .isInstanceOf(RetriableException.class);
            assertThat(sink.store.sealedKeys()).hasSize(1);
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.store.sealedKeys()).isEmpty();
                assertThat(next.ids()).isEmpty();
            }
        }
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNotMadeTwice() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            List<org.apache.kafka.connect.sink.SinkRecord> batch =
                    List.of(Records.row(P0, 0, "a"), Records.row(P0, 1, "a"));
            sink.store.failNext(Operation.WRITE_VERSIONED, Failure.ANSWER_LOST);
            assertThatThrownBy(() -> sink.put(batch)).isInstanceOf(RetriableException.class);
            sink.put(batch);
            assertThat(sink.ids()).containsExactlyInAnyOrder(0L, 1L);
            assertThat(sink.committable(P0, 2)).isEqualTo(2);
        }
    }

    @Test
    void recordsOfBeforeTheSeekDoNotCount() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            SinkFixture next = sink.successorWithout();
            try (next) {
                next.put(Records.row(P0, 7, "a"));
                assertThat(next.seeks).isEqualTo(Map.of(P0, 1L));
                assertThat(next.committable(P0, 8)).isNull();
                assertThat(next.ids()).containsExactly(0L);
                next.put(Records.row(P0, 1, "a"));
                assertThat(next.ids()).containsExactlyInAnyOrder(0L, 1L);
            }
        }
    }

    @Test
    void aTopicMadeAnewIsReadFromItsStart() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 5, "a"), Records.row(P0, 6, "a"));
            try (SinkFixture next = fixture(sink)) {
                next.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "a"));
                assertThat(next.ids()).containsExactlyInAnyOrder(5L, 6L, 0L, 1L);
                assertThat(next.committable(P0, 2)).isEqualTo(2);
            }
        }
    }

    @Test
    void atLeastOnceForgetsALedger() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            try (SinkFixture next = sink.successorWith("name", "sink", "delivery.guarantee", "at-least-once")) {
                assertThat(next.keys()).noneMatch(key -> key.startsWith("_quiver/sink/logs"));
                assertThat(next.seeks).isEmpty();
                assertThat(next.ids()).containsExactly(0L);
            }
        }
    }

    /** Somebody has moved the objects; a task that had to publish them again would fail. */
    @Test
    void visibleFilesAreForgottenAfterAWhile() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            int writes = sink.store.calls(Operation.WRITE_VERSIONED);
            sink.put();
            assertThat(sink.store.calls(Operation.WRITE_VERSIONED)).isEqualTo(writes);
            sink.clock.advance(60_000);
            sink.put();
            sink.put();
            assertThat(sink.store.calls(Operation.WRITE_VERSIONED)).isEqualTo(writes + 1);
            remove(sink);
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.seeks).isEqualTo(Map.of(P0, 1L));
                assertThat(next.ids()).isEmpty();
            }
        }
    }

    private static void remove(SinkFixture sink) {
        sink.keys().stream().filter(key -> key.endsWith(".parquet")).forEach(key -> {
            try {
                sink.store.delete(key);
            } catch (StoreException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aFailureToForgetThemIsRepeated() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            sink.clock.advance(60_000);
            sink.store.failNext(Operation.WRITE_VERSIONED, Failure.ANSWER_LOST);
            assertThatThrownBy(sink::put).isInstanceOf(RetriableException.class);
            sink.put(Records.row(P0, 1, "a"));
            assertThat(sink.ids()).containsExactlyInAnyOrder(0L, 1L);
            assertThat(sink.committable(P0, 2)).isEqualTo(2);
        }
    }

    /** Readers may take visible files away as soon as the task has gone. */
    @Test
    void visibleFilesAreForgottenWhenThePartitionGoes() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            sink.sink.close(List.of(P0));
            remove(sink);
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.seeks).isEqualTo(Map.of(P0, 1L));
            }
        }
    }

    @Test
    void aStoreThatFailsWhenThePartitionGoesIsBorne() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            sink.store.failNext(Operation.WRITE_VERSIONED, Failure.PERMANENT);
            sink.sink.close(List.of(P0));
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.ids()).containsExactly(0L);
            }
        }
    }

    @Test
    void aCommittedFileThatSomebodyRemovedIsNamedWithTheWayOut() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            remove(sink);
            assertThatThrownBy(() -> fixture(sink))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("could not take over logs-0: could not publish kind=a/logs+0+")
                    .hasMessageContaining("offsets 0 to 0")
                    .hasMessageContaining("alter the offset to 1 by REST");
        }
    }

    @Test
    void otherPartitionsWhileRowsAreAheadAreRefused() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "b"), Records.row(P0, 2, "b"));
            assertThatThrownBy(() -> sink.successorWith(
                            "name", "sink", "delivery.guarantee", "exactly-once", "flush.rows.max", "2"))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("_quiver/sink/logs/0.json: 1 output partitions are ahead of offset 0")
                    .hasMessageContaining("flush.on.close=true, or alter the offset to 0 by REST");
            sink.put(Records.row(P0, 3, "a"));
            assertThat(sink.ids()).as("the earlier owner is not fenced").contains(0L, 3L);
        }
    }

    @Test
    void everythingIsFlushedOnCloseIfAskedFor() {
        try (SinkFixture sink = first("flush.on.close", "true")) {
            sink.put(Records.row(P0, 0, "a"), Records.row(P0, 1, "b"));
            sink.sink.close(List.of(P0));
            assertThat(sink.ids()).containsExactlyInAnyOrder(0L, 1L);
            try (SinkFixture next = sink.successorWith("name", "sink", "delivery.guarantee", "exactly-once")) {
                assertThat(next.seeks).isEqualTo(Map.of(P0, 2L));
            }
        }
    }

    @Test
    void aStoreThatFailsWhileFlushingOnCloseIsBorne() {
        try (SinkFixture sink = first("flush.on.close", "true")) {
            sink.put(Records.row(P0, 0, "a"));
            sink.store.failNext(Operation.SEAL, Failure.RETRIABLE);
            sink.sink.close(List.of(P0));
            assertThat(sink.ids()).isEmpty();
        }
    }

    @Test
    void recordsFromTheLedgersOffsetOnAreTakenWithoutASeek() {
        try (SinkFixture sink = first("flush.rows.max", "1")) {
            sink.put(Records.row(P0, 0, "a"));
            try (SinkFixture next = sink.successorWithout()) {
                next.put(Records.of(P0, 1, null, "poison"), Records.row(P0, 2, "a"));
                next.put();
                assertThat(next.seeks).isEmpty();
                assertThat(next.context.reports()).hasSize(1);
                assertThat(next.ids()).containsExactlyInAnyOrder(0L, 2L);
                assertThat(next.committable(P0, 3)).isEqualTo(3);
            }
        }
    }

    /** Otherwise a task that starts before the next commit would seek to where the new topic may never come. */
    @Test
    void goingBackIsWrittenDownAtOnce() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.put(Records.row(P0, 5, "a"), Records.row(P0, 6, "a"));
            sink.put(Records.row(P0, 0, "a"));
            try (SinkFixture next = fixture(sink)) {
                assertThat(next.seeks).isEqualTo(Map.of(P0, 0L));
            }
        }
    }

    @Test
    void goingBackIsWrittenDownThoughTheStoreFailedBefore() {
        try (SinkFixture sink = first("flush.rows.max", "2")) {
            sink.put(Records.row(P0, 5, "a"), Records.row(P0, 6, "a"));
            sink.store.failNext(Operation.WRITE_VERSIONED, Failure.ANSWER_LOST);
            List<org.apache.kafka.connect.sink.SinkRecord> batch = List.of(Records.row(P0, 0, "a"));
            assertThatThrownBy(() -> sink.put(batch)).isInstanceOf(RetriableException.class);
            sink.put(batch);
            sink.put(Records.row(P0, 1, "a"));
            assertThat(sink.ids()).containsExactlyInAnyOrder(5L, 6L, 0L, 1L);
            assertThat(sink.committable(P0, 2)).isEqualTo(2);
        }
    }

    @Test
    void moreFilesThanOneCommitHoldsAreCommittedInSeveral() {
        try (SinkFixture sink = first("flush.rows.max", "1", "partition.by", "")) {
            int writes = sink.store.calls(Operation.WRITE_VERSIONED);
            sink.put(Records.rows(P0, 0, 2 * CommitPlan.FILES_MAX + 1));
            assertThat(sink.store.calls(Operation.WRITE_VERSIONED)).isEqualTo(writes + 3);
            assertThat(sink.committable(P0, 2 * CommitPlan.FILES_MAX + 1)).isEqualTo(2 * CommitPlan.FILES_MAX + 1);
            assertThat(sink.keys()).hasSize(2 * CommitPlan.FILES_MAX + 3);
        }
    }
}
