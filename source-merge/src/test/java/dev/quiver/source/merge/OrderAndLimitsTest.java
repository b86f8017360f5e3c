/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.source.merge.otel.GeneratedLogs;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In which order rows leave, which of them, and how many at once. */
final class OrderAndLimitsTest {
    private static final long START_NS = 1_760_000_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    private final MemoryStore store = new MemoryStore();
    private final GeneratedLogs shape = new GeneratedLogs(1, GeneratedLogs.Traits.PLAIN, 1);

    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    private final Replays replays = new Replays(store::another);

    /** One log for each of {@code seconds}, in that order. */
    private void write(String part, String name, long firstId, int... seconds) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < seconds.length; row++) {
            Map<String, @Nullable Object> log = new HashMap<>();
            log.put("id", firstId + row);
            log.put("time_unix_nano", START_NS + seconds[row] * SECOND_NS);
            log.put("body.type", 1);
            log.put("body.str", part + seconds[row]);
            rows.add(log);
        }
        shape.writeFile(store, "logs/_part_id=" + part + "/" + name + ".parquet", shape.logColumns(), rows);
    }

    private static List<String> bodies(List<SourceRecord> sent) {
        return sent.stream()
                .map(each -> ((Struct) each.value()).getStruct("body").getString("str"))
                .toList();
    }

    @Test
    void partitionsAreMergedByTime() throws IOException, InterruptedException {
        write("a", "1", 0, 1, 4, 7);
        write("a", "2", 3, 10, 13);
        write("b", "1", 0, 2, 5, 8, 11);
        write("c", "1", 0, 3, 6, 9, 12, 14);
        replays.set("order", "time-global", "poll.records.max", "4");
        List<String> found = new ArrayList<>(bodies(replays.take(5)));
        found.addAll(bodies(replays.takeAll()));
        assertThat(found)
                .containsExactly(
                        "a1", "b2", "c3", "a4", "b5", "c6", "a7", "b8", "c9", "a10", "b11", "c12", "a13", "c14");
    }

    /** A file whose rows all come later is not merged before its time. */
    @Test
    void onlyPartitionsThatOverlapInTimeAreMergedAtOnce() throws IOException, InterruptedException {
        for (int part = 0; part < 5; part++) {
            write("p" + part, "1", 0, 10 * part, 10 * part + 1, 10 * part + 2);
        }
        replays.set("order", "time-global", "poll.records.max", "1", "rate.rows.max", "2");
        try (MergeSource source = replays.source()) {
            source.start(null);
            List<SourceRecord> polled = source.poll();
            while (polled == null) {
                polled = source.poll();
            }
            assertThat(bodies(polled)).containsExactly("p00");
            assertThat(source.counters().windows()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void rowsOfAWindowAreSortedByTime() throws IOException, InterruptedException {
        write("a", "1", 0, 5, 3, 4, 1, 2, 0, 9, 8);
        replays.set("order", "time-window", "order.window.rows", "6");
        assertThat(bodies(replays.takeAll())).containsExactly("a0", "a1", "a2", "a3", "a4", "a5", "a8", "a9");
    }

    @Test
    void rowsOutsideOfATimeRangeAreLeftOut() throws IOException, InterruptedException {
        write("a", "1", 0, 1, 2, 3);
        write("a", "2", 3, 4, 9, 5, 6);
        write("a", "3", 7, 20, 21);
        Instant start = Instant.EPOCH.plus(START_NS, ChronoUnit.NANOS);
        replays.set(
                "source.start.time", start.plusSeconds(4).toString(),
                "source.end.time", start.plusSeconds(7).toString());
        assertThat(bodies(replays.takeAll())).containsExactly("a4", "a5", "a6");
    }

    @Test
    void onlyPartitionsThatFitTheFilterAreReplayed() throws IOException, InterruptedException {
        write("east-1", "1", 0, 1);
        write("east-2", "1", 0, 2);
        write("west-1", "1", 0, 3);
        replays.set("source.partition.filter", "east-.*");
        assertThat(bodies(replays.takeAll())).containsExactlyInAnyOrder("east-11", "east-22");
    }

    @Test
    void partitionsThatMustWaitGetTheirTurn() throws IOException, InterruptedException {
        for (int part = 0; part < 7; part++) {
            write("p" + part, "1", 0, 0, 1, 2);
        }
        replays.set("merge.partitions.max", "2");
        assertThat(bodies(replays.takeAll())).hasSize(21).doesNotHaveDuplicates();
    }

    @Test
    void aPollHasNoMoreBytesThanItMay() throws IOException, InterruptedException {
        new GeneratedLogs(2, GeneratedLogs.Traits.PLAIN, 8).write(store, 1);
        replays.set("value.format", "otlp-json", "message.records.max", "5", "poll.bytes.max", "4000");
        int polls = 0;
        try (MergeSource source = replays.source()) {
            source.start(null);
            int idle = 0;
            while (idle < 6) {
                List<SourceRecord> polled = source.poll();
                idle = polled == null ? idle + 1 : 0;
                if (polled != null) {
                    polls++;
                    long before = polled.subList(0, polled.size() - 1).stream()
                            .mapToLong(each -> ((byte[]) each.value()).length)
                            .sum();
                    assertThat(before).isLessThan(4000);
                }
            }
        }
        assertThat(polls).isGreaterThan(2);
    }

    /** Counts the ends of transactions. */
    private static final class CountedTransactions implements TransactionContext {
        private int ends;

        @Override
        public void commitTransaction() {
            ends++;
        }

        @Override
        public void commitTransaction(SourceRecord last) {
            throw new UnsupportedOperationException("only whole polls are committed");
        }

        @Override
        public void abortTransaction() {
            throw new UnsupportedOperationException("offsets would be lost");
        }

        @Override
        public void abortTransaction(SourceRecord last) {
            throw new UnsupportedOperationException("offsets would be lost");
        }
    }

    /** The sizes of transactions in records. */
    private List<Integer> transactions(String... settings) throws InterruptedException {
        replays.set(settings);
        CountedTransactions context = new CountedTransactions();
        List<Integer> sizes = new ArrayList<>();
        int open = 0;
        try (MergeSource source = replays.source(context)) {
            source.start(null);
            int idle = 0;
            boolean any = false;
            while (idle < (any ? 4 : 40)) {
                List<SourceRecord> polled = source.poll();
                idle = polled == null ? idle + 1 : 0;
                any |= polled != null;
                open += polled == null ? 0 : polled.size();
                if (context.ends > sizes.size()) {
                    sizes.add(open);
                    open = 0;
                }
            }
        }
        assertThat(open).isZero();
        return sizes;
    }

    @Test
    void transactionsEndWhereRecordsOrBytesAreEnough() throws IOException, InterruptedException {
        int[] seconds = new int[100];
        write("a", "1", 0, seconds);
        List<Integer> byRecords = transactions("poll.records.max", "10", "transaction.records.max", "30");
        assertThat(byRecords).containsExactly(30, 30, 30, 10);
        List<Integer> byBytes = transactions("poll.records.max", "10", "transaction.bytes.max", "20000");
        assertThat(byBytes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
        assertThat(byBytes).hasSizeGreaterThan(4).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** Each table is listed once, whatever the number of partitions. */
    @Test
    void aLookForFilesListsEachTableOnce() throws IOException, InterruptedException {
        for (int part = 0; part < 20; part++) {
            write("p" + part, "1", 0, 1);
        }
        List<MemoryStore> opened = new ArrayList<>();
        @SuppressWarnings("MustBeClosedChecker") // the source closes it
        Replays counted = new Replays(
                () -> {
                    MemoryStore other = store.another();
                    opened.add(other);
                    return other;
                },
                "discovery.interval.ms",
                "3600000");
        assertThat(counted.take(20)).hasSize(20);
        assertThat(opened.get(0).calls(MemoryStore.Operation.LIST)).isEqualTo(4);
    }
}
