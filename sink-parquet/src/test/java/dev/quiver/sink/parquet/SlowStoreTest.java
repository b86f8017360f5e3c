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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files on their way into a store that takes its time. */
final class SlowStoreTest {
    private static final int FILE_COUNT = 100;

    private final MemoryStore memory = new MemoryStore();
    private final SettableClock clock = new SettableClock();
    private final FakeConsumer consumer = new FakeConsumer();

    private ParquetSink sink(SlowStore store, String... settings) {
        Map<String, String> properties = SinkFixture.properties(settings);
        properties.put("files.in.flight.max", "16");
        properties.put("name", "slow");
        ParquetSink sink = new ParquetSink(
                ParquetSinkConfig.parse(properties), store, BadRecords.of(FakeContext.withReporter()), consumer, clock);
        sink.open(List.of(P0, P1));
        putUntilTaken(sink, List.of());
        return sink;
    }

    private static List<SinkRecord> rowsOfManyKinds(long from) {
        List<SinkRecord> records = new ArrayList<>();
        for (int file = 0; file < FILE_COUNT; file++) {
            records.add(Records.row(P0, from + file, "k" + file));
        }
        return records;
    }

    /** At 30 ms for each request they would take 100 × 2 × 30 ms one after the other, and 16 at a time 420 ms. */
    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void aHundredFilesAreCommittedSideBySide(String guarantee) {
        SlowStore store = new SlowStore(memory, TimeUnit.MILLISECONDS.toNanos(5));
        try (ParquetSink sink = sink(store, "delivery.guarantee", guarantee, "partition.by", "field:kind")) {
            int ledgerWrites = memory.calls(Operation.WRITE_VERSIONED);
            sink.put(rowsOfManyKinds(0));
            clock.advance(1_000_000);
            sink.put(List.of());
            assertThat(Published.ids(memory)).hasSize(FILE_COUNT);
            assertThat(store.inFlightMost.get()).isBetween(8, 16);
            assertThat(store.requests.get()).isLessThanOrEqualTo(2 * FILE_COUNT);
            assertThat(memory.calls(Operation.WRITE_VERSIONED) - ledgerWrites)
                    .as("requests for ledgers: one for the commit of one topic-partition")
                    .isEqualTo(guarantee.equals("exactly-once") ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void theConsumerWaitsUntilTheStoreHasCaughtUp(String guarantee) {
        SlowStore store = new SlowStore(memory, 0);
        try (ParquetSink sink =
                sink(store, "delivery.guarantee", guarantee, "flush.rows.max", "10", "store.wait.max.ms", "20")) {
            CountDownLatch gate = new CountDownLatch(1);
            store.gate = gate;
            sink.put(Records.rows(P0, 0, 25));
            assertThat(consumer.paused).containsExactlyInAnyOrder(P0, P1);
            assertThat(sink.nextDueMs()).isLessThanOrEqualTo(1_000);
            assertThat(metric(sink, "paused")).isEqualTo(1);
            sink.put(List.of());
            assertThat(Published.ids(memory)).isEmpty();
            store.gate = null;
            gate.countDown();
            for (int poll = 0; poll < 1_000 && !consumer.paused.isEmpty(); poll++) {
                sink.put(List.of());
            }
            assertThat(consumer.paused).isEmpty();
            assertThat(Published.ids(memory)).hasSize(20).doesNotHaveDuplicates();
            clock.advance(1_000_000);
            sink.put(List.of());
            assertThat(Published.ids(memory)).hasSize(25).doesNotHaveDuplicates();
        }
    }

    /** Their next owner reads again what was on its way. */
    @ParameterizedTest
    @ValueSource(strings = {"exactly-once", "at-least-once"})
    void partitionsThatGoAwayMeanwhileAreCalledOff(String guarantee) {
        SlowStore store = new SlowStore(memory, 0);
        try (ParquetSink sink =
                sink(store, "delivery.guarantee", guarantee, "flush.rows.max", "10", "store.wait.max.ms", "20")) {
            CountDownLatch gate = new CountDownLatch(1);
            store.gate = gate;
            sink.put(Records.rows(P0, 0, 10));
            sink.put(Records.rows(P1, 100, 110));
            sink.close(List.of(P0));
            store.gate = null;
            gate.countDown();
            for (int poll = 0; poll < 1_000 && sink.nextDueMs() <= 1_000; poll++) {
                sink.put(List.of());
            }
            assertThat(Published.ids(memory)).hasSize(10).allMatch(id -> id >= 100);
            sink.open(List.of(P0));
            putUntilTaken(sink, Records.rows(P0, 0, 10));
            assertThat(Published.ids(memory)).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFullBudgetThatTheStoreDoesNotEmptyMakesTheWorkerTryAgain() {
        SlowStore store = new SlowStore(memory, 0);
        try (ParquetSink sink = sink(
                store,
                "memory.max.bytes",
                Integer.toString(32 << 20),
                "spill.max.bytes",
                "0",
                "parquet.compression",
                "none",
                "store.wait.max.ms",
                "20")) {
            CountDownLatch gate = new CountDownLatch(1);
            store.gate = gate;
            List<SinkRecord> records = new ArrayList<>();
            for (long offset = 0; offset < 100; offset++) {
                records.add(Records.row(P0, offset, Long.toString(offset % 10).repeat(1 << 20)));
            }
            assertThatThrownBy(() -> sink.put(records))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("memory.max.bytes has no room for more rows");
            assertThat(sink.heapBytes()).isLessThan(64 << 20);
            store.gate = null;
            gate.countDown();
            putUntilTaken(sink, records);
            clock.advance(1_000_000);
            putUntilTaken(sink, List.of());
            assertThat(Published.ids(memory)).hasSize(100).doesNotHaveDuplicates();
        }
    }

    private static void putUntilTaken(ParquetSink sink, List<SinkRecord> records) {
        for (int attempt = 0; attempt < 10_000; attempt++) {
            try {
                sink.put(records);
                if (sink.nextDueMs() > 1_000) {
                    return;
                }
            } catch (RetriableException e) {
                assertThat(sink.heapBytes()).isLessThan(64 << 20);
            }
        }
    }

    @Test
    void publishedObjectsAreTaggedWithWhatIsInThem() {
        SlowStore store = new SlowStore(memory, 0);
        try (ParquetSink sink = sink(
                store,
                "delivery.guarantee",
                "exactly-once",
                "flush.rows.max",
                "10",
                "s3.file.tags",
                "true",
                "s3.tags",
                "team=search")) {
            sink.put(Records.rows(P0, 5, 15));
            assertThat(store.tags.values())
                    .containsExactly(Map.of(
                            "team", "search",
                            "quiver-rows", "10",
                            "quiver-offset-first", "5",
                            "quiver-offset-last", "14"));
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the sink owns its store
    void filesThatTheNextOwnerMakesVisibleAreTaggedAsWell() {
        String[] settings = {
            "name", "tags", "delivery.guarantee", "exactly-once", "flush.rows.max", "2", "s3.file.tags", "true"
        };
        try (SinkFixture sink = new SinkFixture(settings)) {
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            assertThatThrownBy(() -> sink.put(Records.rows(P0, 0, 2))).isInstanceOf(RetriableException.class);
            SlowStore store = new SlowStore(sink.store.another(), 0);
            try (ParquetSink next = new ParquetSink(
                    SinkFixture.config(settings), store, BadRecords.of(FakeContext.withReporter()), consumer, clock)) {
                next.open(List.of(P0));
                next.put(List.of());
                assertThat(sink.ids()).hasSize(2);
                assertThat(store.tags).hasSize(1);
            }
        }
    }

    private static long metric(ParquetSink sink, String name) {
        return sink.metrics().all().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }
}
