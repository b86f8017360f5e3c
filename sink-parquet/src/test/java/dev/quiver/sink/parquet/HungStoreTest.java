/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static dev.quiver.sink.parquet.Records.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.connect.BadRecords;
import dev.quiver.store.MemoryStore;
import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** A store that does not answer while things happen that would not wait for it. */
final class HungStoreTest {
    private static final int POLLS_MAX = 10_000;

    private final MemoryStore memory = new MemoryStore();
    private final SettableClock clock = new SettableClock();
    private final FakeConsumer consumer = new FakeConsumer();
    private final SlowStore store = new SlowStore(memory, 0);

    private ParquetSink sink(String... settings) {
        Map<String, String> properties = SinkFixture.properties(settings);
        properties.put("delivery.guarantee", "exactly-once");
        properties.put("files.in.flight.max", "16");
        properties.put("flush.rows.max", "10");
        properties.put("store.wait.max.ms", "20");
        properties.put("name", "hung");
        ParquetSink sink = new ParquetSink(
                ParquetSinkConfig.parse(properties), store, BadRecords.of(FakeContext.withReporter()), consumer, clock);
        sink.open(List.of(P0, P1));
        return sink;
    }

    private CountDownLatch hang() {
        CountDownLatch gate = new CountDownLatch(1);
        store.gate = gate;
        return gate;
    }

    private void goOn(CountDownLatch gate) {
        store.gate = null;
        gate.countDown();
    }

    /** A worker pauses what it gives back if it was paused before. */
    @Test
    void whatWasPausedBeforeARebalanceIsReadAfterIt() {
        try (ParquetSink sink = sink()) {
            putUntilTaken(sink);
            CountDownLatch gate = hang();
            sink.put(Records.rows(P0, 0, 10));
            assertThat(consumer.paused).containsExactlyInAnyOrder(P0, P1);
            sink.close(List.of(P0, P1));
            goOn(gate);
            sink.open(List.of(P0));
            putUntilTaken(sink);
            assertThat(consumer.paused).containsExactly(P1);
            sink.open(List.of(P1));
            putUntilTaken(sink);
            assertThat(consumer.paused).isEmpty();
        }
    }

    @Test
    void aStoreThatHangsAndThenFailsFailsTheTaskInTheEnd() {
        try (ParquetSink sink = sink("retry.timeout.ms", "100")) {
            putUntilTaken(sink);
            hangAndFail(sink, 0, 10);
            clock.advance(60);
            hangAndFail(sink, 0, 10);
            clock.advance(60);
            assertThatThrownBy(() -> hangAndFail(sink, 0, 10))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("failing for 120 ms");
        }
    }

    /** Hands rows in, which wait, and then fail. */
    private void hangAndFail(ParquetSink sink, long from, long to) {
        CountDownLatch gate = hang();
        sink.put(Records.rows(P0, from, to));
        store.isFailing = true;
        goOn(gate);
        for (int poll = 0; poll < POLLS_MAX; poll++) {
            try {
                sink.put(Records.rows(P0, from, to));
            } catch (RetriableException e) {
                store.isFailing = false;
                return;
            }
        }
        throw new AssertionError("the store never failed");
    }

    @Test
    void whatATakeOverHasDoneIsNotDoneAgain() {
        try (SinkFixture before =
                new SinkFixture("delivery.guarantee", "exactly-once", "name", "hung", "partition.by", "field:kind")) {
            before.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            before.put(List.of(Records.row(P0, 0, "a"), Records.row(P0, 1, "b"), Records.row(P0, 2, "c")));
            assertThatThrownBy(before::age).isInstanceOf(RetriableException.class);
            takeOver(before.store);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the sink owns its store
    private void takeOver(MemoryStore left) {
        MemoryStore same = left.another();
        SlowStore slow = new SlowStore(same, 0);
        CountDownLatch gate = new CountDownLatch(1);
        slow.gate = gate;
        Map<String, String> properties = SinkFixture.properties(
                "delivery.guarantee", "exactly-once", "name", "hung", "partition.by", "field:kind");
        properties.put("store.wait.max.ms", "20");
        try (ParquetSink next = new ParquetSink(
                ParquetSinkConfig.parse(properties),
                slow,
                BadRecords.of(FakeContext.withReporter()),
                consumer,
                clock)) {
            next.open(List.of(P0, P1));
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> next.put(List.of()))
                        .isInstanceOf(RetriableException.class)
                        .hasMessageContaining("still being taken over");
            }
            slow.gate = null;
            gate.countDown();
            putUntilTaken(next);
            assertThat(Published.ids(left)).containsExactlyInAnyOrder(0L, 1L, 2L);
            assertThat(same.calls(Operation.WRITE_VERSIONED))
                    .as("one claim for each topic-partition")
                    .isEqualTo(2);
            assertThat(Objects.requireNonNull(consumer.seeks.get(P0))).isEqualTo(3);
        }
    }

    private static void putUntilTaken(ParquetSink sink) {
        for (int attempt = 0; attempt < POLLS_MAX; attempt++) {
            try {
                sink.put(List.of());
                return;
            } catch (RetriableException e) {
                assertThat(e).hasMessageContaining("still being taken over");
            }
        }
    }
}
