/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.source.merge.otel.GeneratedLogs;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task does with files that are late, damaged or done, and with a store that does not answer. */
final class ReplayPoliciesTest {
    private final MemoryStore store = new MemoryStore();
    private final GeneratedLogs logs = new GeneratedLogs(1, GeneratedLogs.Traits.PLAIN, 8);

    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    private final Replays replays = new Replays(store::another);

    private static String body(SourceRecord sent) {
        Struct value = (Struct) sent.value();
        return Objects.requireNonNull(value.getStruct("body").getString("str"));
    }

    private void writeLogs(String name, int from, int to) throws IOException {
        List<Map<String, @Nullable Object>> rows = logs.logs().subList(from, to);
        logs.writeFile(store, GeneratedLogs.path("logs", name), logs.logColumns(), rows);
    }

    private void writeAttributes() throws IOException {
        logs.writeFile(
                store, GeneratedLogs.path("log_attrs", "part-1"), GeneratedLogs.attributeColumns(), logs.attributes());
    }

    private List<Integer> numbers(List<SourceRecord> sent) {
        return sent.stream()
                .map(each -> Integer.parseInt(body(each).substring("log-".length())))
                .toList();
    }

    @Test
    void aFileThatComesLateIsReadOnceAlsoAfterARestart() throws IOException, InterruptedException {
        int size = logs.logs().size();
        writeAttributes();
        writeLogs("part-1", 0, 50);
        writeLogs("part-3", 100, size);
        List<Integer> found = new ArrayList<>(numbers(replays.take(size - 60)));
        writeLogs("part-2", 50, 100);
        found.addAll(numbers(replays.take(10 + 50)));
        assertThat(found).doesNotHaveDuplicates().hasSize(size);
        assertThat(replays.takeAll()).isEmpty();
    }

    @Test
    void whatIsNoParquetFileFollowsItsPolicy() throws IOException, InterruptedException {
        writeAttributes();
        writeLogs("part-1", 0, 50);
        byte[] whole = store.content(GeneratedLogs.path("logs", "part-1"));
        store.put(GeneratedLogs.path("logs", "part-2"), new byte[0]);
        store.put(GeneratedLogs.path("logs", "part-3"), Arrays.copyOf(whole, whole.length / 2));
        store.put("logs/_part_id=p1/_SUCCESS", new byte[0]);
        store.put("logs/_part_id=p1/part-4.parquet#1", new byte[] {1});
        store.put("logs/_part_id=p1/.part-5.parquet", new byte[] {1});
        assertThatThrownBy(replays::takeAll)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("errors.bad.file");
        assertThat(replays.set("errors.bad.file", "skip").take(50)).hasSize(50);
    }

    @Test
    void aTimeRangeLeavesTheRestOut() throws IOException, InterruptedException {
        writeAttributes();
        writeLogs("part-1", 0, 50);
        replays.set("source.end.time", "2020-01-01T00:00:00Z");
        assertThat(replays.takeAll()).isEmpty();
    }

    @Test
    void flatFilesWhoseIdsOverlapAreRefused() throws IOException {
        logs.writeFile(store, "logs/a.parquet", logs.logColumns(), logs.logs());
        logs.writeFile(store, "logs/b.parquet", logs.logColumns(), logs.logs());
        assertThatThrownBy(replays::takeAll).hasMessageContaining("_part_id");
    }

    @Test
    void rowsOfDifferentTopicsDoNotShareARecord() throws IOException, InterruptedException {
        logs.write(store, 1);
        replays.set("value.format", "otlp-proto", "topic", "logs.${resource:service.name}");
        List<SourceRecord> sent = replays.takeAll();
        assertThat(sent.stream().map(SourceRecord::topic).distinct()).hasSizeGreaterThan(5);
        assertThat(sent).allMatch(each -> each.topic().startsWith("logs.svc-"));
        assertThat(sent.size()).isLessThan(logs.logs().size() / 3);
    }

    @Test
    void valuesStayBelowTheirLimit() throws IOException, InterruptedException {
        logs.write(store, 1);
        replays.set("value.format", "otlp-json", "message.max.bytes", "4096");
        assertThat(replays.takeAll()).allMatch(each -> ((byte[]) each.value()).length <= 4096);
    }

    @Test
    void childrenWithoutAParentBecomeRecordsBetweenTheOthers() throws IOException, InterruptedException {
        writeAttributes();
        int middle = logs.logs().size() / 2;
        while (logs.logs().get(middle).get("id") == null) {
            middle++;
        }
        Object id = logs.logs().remove(middle).get("id");
        writeLogs("part-1", 0, logs.logs().size());
        replays.set("merge.orphans", "emit", "merge.orphans.topic", "lost");
        List<SourceRecord> sent = new ArrayList<>();
        List<SourceRecord> taken = replays.take(7);
        while (sent.size() + taken.size() < logs.logs().size() + 1) {
            sent.addAll(taken);
            taken = replays.take(200);
        }
        sent.addAll(taken);
        assertThat(sent).hasSize(logs.logs().size() + 1);
        assertThat(sent.stream().filter(each -> each.topic().equals("lost")))
                .singleElement()
                .satisfies(each -> assertThat(String.valueOf(each.value())).contains("\"parent_id\":" + id));
    }

    @Test
    void nobodyWaitsForAStoreThatDoesNotAnswer() throws InterruptedException {
        HangingStore hanging = new HangingStore();
        MergeSource source = new Replays(() -> hanging).source();
        source.start(null);
        hanging.awaitAsked();
        long start = System.nanoTime();
        assertThat(source.poll()).isNull();
        Duration polled = Duration.ofNanos(System.nanoTime() - start);
        source.close();
        Duration closed = Duration.ofNanos(System.nanoTime() - start);
        hanging.release();
        assertThat(MergeSource.POLL).isLessThan(Duration.ofSeconds(1));
        assertThat(MergeSource.PATIENCE).isLessThan(Duration.ofSeconds(2));
        assertThat(polled).isLessThan(Duration.ofMinutes(1));
        assertThat(closed).isLessThan(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({"3, file", "9, file", "17, file", "26, file", "35, file", "9, time-window", "17, time-global"})
    @SuppressWarnings("MustBeClosedChecker") // the source's
    void aStoreThatFailsForAWhileLosesAndDoublesNothing(int nth, String order)
            throws IOException, InterruptedException {
        logs.write(store, 3);
        Replays failing = new Replays(() -> {
            MemoryStore other = store.another();
            other.fail(MemoryStore.Operation.READ, nth, MemoryStore.Failure.RETRIABLE);
            other.fail(MemoryStore.Operation.LIST, 2, MemoryStore.Failure.RETRIABLE);
            return other;
        });
        failing.set("order", order);
        failing.set("merge.window.rows", "7");
        failing.set("poll.records.max", "1000");
        List<Integer> numbers = numbers(failing.take(logs.logs().size()));
        assertThat(numbers).hasSize(logs.logs().size()).doesNotHaveDuplicates();
        if (order.equals("file")) {
            assertThat(numbers).isSorted();
        }
    }

    @Test
    void doneFilesAreRemovedOnceTheirRecordsAreCommitted() throws IOException, InterruptedException {
        writeAttributes();
        writeLogs("part-1", 0, 50);
        writeLogs("part-2", 50, logs.logs().size());
        replays.set("after.partition", "delete");
        MergeSource source = replays.source();
        source.start(null);
        int seen = 0;
        while (!store.keys().isEmpty()) {
            List<SourceRecord> polled = source.poll();
            if (polled != null) {
                seen += polled.size();
                polled.forEach(source::acknowledged);
            }
            source.committed();
        }
        source.close();
        assertThat(seen).isEqualTo(logs.logs().size());
    }
}
