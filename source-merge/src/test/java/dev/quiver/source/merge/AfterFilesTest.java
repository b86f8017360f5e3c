/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.source.merge.otel.GeneratedLogs;
import dev.quiver.source.merge.otel.Signal;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Files are tagged, moved or removed when everything that needs them is committed, and not before. */
final class AfterFilesTest {
    private final MemoryStore store = new MemoryStore();
    private final LogFiles logs = new LogFiles(store, 4);

    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    private final Replays replays = new Replays(store::another);

    private void writeTwoFiles() throws IOException {
        logs.writeAttributes("part-1", 0, 100);
        logs.writeAttributes("part-2", 100, logs.size());
        logs.writeLogs("part-1", 0, 100);
        logs.writeLogs("part-2", 100, logs.size());
    }

    /** Polls, acknowledges and commits until {@code isDone} or nothing changes any more; the records. */
    private List<SourceRecord> commitUntil(Replays of, BooleanSupplier isDone) throws InterruptedException {
        List<SourceRecord> sent = new ArrayList<>();
        try (MergeSource source = of.source()) {
            source.start(null);
            int idle = 0;
            while (!isDone.getAsBoolean() && idle < 40) {
                List<SourceRecord> polled = source.poll();
                idle = polled == null ? idle + 1 : 0;
                if (polled != null) {
                    sent.addAll(polled);
                    polled.forEach(source::acknowledged);
                    polled.forEach(of.offsets()::commit);
                }
                source.committed();
            }
        }
        return sent;
    }

    @Test
    void everyFileIsRemovedOnceAllIsCommitted() throws IOException, InterruptedException {
        writeTwoFiles();
        replays.set("after.partition", "delete");
        List<SourceRecord> sent = commitUntil(replays, () -> store.keys().isEmpty());
        assertThat(logs.numbers(sent)).isEqualTo(logs.range(0, logs.size()));
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void nothingIsRemovedThatIsNotCommitted() throws IOException, InterruptedException {
        writeTwoFiles();
        replays.set("after.partition", "delete");
        replays.takeAll();
        assertThat(store.keys()).hasSize(4);
    }

    /** What was committed between two polls was not all of the file. */
    @Test
    void aFileOfWhichMoreWasSentIsNotCommittedAnyMore() {
        FileConfig.After delete = new FileConfig.After(FileConfig.Action.DELETE, "");
        AfterFiles after = new AfterFiles(delete, Signal.LOGS);
        after.sent("p1", "a");
        after.acknowledged("p1", "a");
        after.committed(false);
        after.committed(false);
        assertThat(after.isCommitted("p1", "a")).isTrue();
        after.sent("p1", "a");
        assertThat(after.isCommitted("p1", "a")).isFalse();
        after.committed(true);
        assertThat(after.isCommitted("p1", "a")).isFalse();
        after.acknowledged("p1", "a");
        after.committed(true);
        assertThat(after.isCommitted("p1", "a")).isTrue();
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    void aRemovalThatFailsIsTriedAgain() throws IOException, InterruptedException {
        writeTwoFiles();
        Replays failing = new Replays(
                () -> {
                    MemoryStore other = store.another();
                    other.fail(MemoryStore.Operation.DELETE, 1, MemoryStore.Failure.RETRIABLE);
                    other.fail(MemoryStore.Operation.DELETE, 3, MemoryStore.Failure.ANSWER_LOST);
                    return other;
                },
                "after.partition",
                "delete");
        List<SourceRecord> sent = commitUntil(failing, () -> store.keys().isEmpty());
        assertThat(store.keys()).isEmpty();
        assertThat(logs.numbers(sent)).isEqualTo(logs.range(0, logs.size()));
    }

    @Test
    void whatWasDoneBeforeARestartIsRemovedAfterIt() throws IOException, InterruptedException {
        writeTwoFiles();
        replays.take(150);
        replays.set("after.partition", "delete");
        commitUntil(replays, () -> store.keys().isEmpty());
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void movedFilesAreElsewhereAndNotReadAgain() throws IOException, InterruptedException {
        writeTwoFiles();
        replays.set("after.partition", "move", "after.partition.target", "done/");
        List<SourceRecord> sent =
                commitUntil(replays, () -> store.keys().stream().allMatch(key -> key.startsWith("done/")));
        assertThat(logs.numbers(sent)).isEqualTo(logs.range(0, logs.size()));
        assertThat(store.keys())
                .contains("done/" + LogFiles.path("part-1"), "done/" + GeneratedLogs.path("log_attrs", "part-2"))
                .hasSize(4);
        assertThat(replays.takeAll()).isEmpty();
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    void filesAreTagged() throws IOException, InterruptedException {
        writeTwoFiles();
        Map<String, Map<String, String>> tags = new ConcurrentSkipListMap<>();
        Replays tagging = new Replays(
                () -> new TaggedStore(store.another(), tags),
                "after.partition",
                "tag",
                "after.partition.target",
                "state=replayed");
        commitUntil(tagging, () -> tags.size() == 4);
        assertThat(tags.keySet()).isEqualTo(store.keys());
        assertThat(tags.values()).allMatch(each -> each.equals(Map.of("state", "replayed")));
    }

    /** Their logs may still come. */
    @Test
    void childrenOfLogsThatHaveNotComeStay() throws IOException, InterruptedException {
        logs.writeAttributes("part-1");
        logs.writeLogs("part-2", 100, 200);
        logs.writeLogs("part-3", 200, logs.size());
        replays.set("after.partition", "delete");
        String children = GeneratedLogs.path("log_attrs", "part-1");
        List<SourceRecord> sent = commitUntil(replays, () -> store.keys().size() == 1);
        assertThat(store.keys()).containsExactly(children);
        logs.writeLogs("part-1", 0, 100);
        sent.addAll(commitUntil(replays, () -> store.keys().size() == 1));
        assertThat(sent).hasSize(logs.size());
        assertThat(sent.stream()
                        .filter(each ->
                                !((Struct) each.value()).getMap("attributes").isEmpty())
                        .count())
                .isEqualTo(logs.rows().stream()
                        .filter(row -> row.get("id") != null)
                        .count());
    }
}
