/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.source.merge.otel.GeneratedLogs;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From which row on a task replays, whoever wrote the offset. */
final class ReplayOffsetsTest {
    private static final Map<String, String> PARTITION = Map.of("signal", "logs", "part", GeneratedLogs.PART);

    private final MemoryStore store = new MemoryStore();
    private final LogFiles logs = new LogFiles(store, 3);

    @SuppressWarnings("MustBeClosedChecker") // the source closes its store
    private final Replays replays = new Replays(store::another, "poll.records.max", "20");

    @BeforeEach
    void writeFiles() throws IOException {
        logs.writeAttributes("part-1");
        logs.writeLogs("part-1", 0, 100);
        logs.writeLogs("part-2", 100, 200);
        logs.writeLogs("part-3", 200, logs.size());
    }

    @Test
    void anOffsetByHandPassesOverWhatComesBefore() throws InterruptedException {
        replays.offsets().set(PARTITION, Map.of("file", "part-2.parquet", "row", 10L));
        List<Integer> found = new ArrayList<>(logs.numbers(replays.take(7)));
        found.addAll(logs.numbers(replays.takeAll()));
        assertThat(found).isEqualTo(logs.range(110, logs.size()));
    }

    @Test
    void anOffsetByHandMustNameAFileThatIsThere() {
        replays.offsets().set(PARTITION, Map.of("file", "part-9.parquet", "row", 10L));
        assertThatThrownBy(replays::takeAll).hasMessageContaining("part-9.parquet");
    }

    /** The file that was begun comes first, though others that are not done have smaller ids. */
    @Test
    void aFileThatWasBegunAtItsFirstRowIsReadToItsEnd() throws InterruptedException {
        replays.offsets().set(PARTITION, Map.of("file", "part-2.parquet", "row", 0L, "done", "", "done.before", 0L));
        List<Integer> found = new ArrayList<>();
        List<Integer> taken = logs.numbers(replays.take(30));
        while (!taken.isEmpty()) {
            found.addAll(taken);
            taken = found.size() < logs.size() ? logs.numbers(replays.take(30)) : List.of();
        }
        assertThat(found.subList(0, 100)).isEqualTo(logs.range(100, 200));
        assertThat(found).doesNotHaveDuplicates().hasSize(logs.size());
    }

    @Test
    void aWindowThatWasBegunInOrderOfTimeEndsSo() throws InterruptedException {
        replays.set("order", "time-window", "order.window.rows", "50");
        List<Integer> found = new ArrayList<>(logs.numbers(replays.take(20)));
        replays.set("order", "file");
        found.addAll(logs.numbers(replays.takeAll()));
        assertThat(found).doesNotHaveDuplicates().hasSize(logs.size());
        assertThat(found.subList(50, found.size())).isEqualTo(logs.range(50, logs.size()));
    }

    /** Also within a message that has many rows when it is replayed from its beginning. */
    @Test
    void aTaskGoesOnAtAnyRow() throws InterruptedException {
        for (int row = 0; row < 100; row += 9) {
            replays.offsets().set(PARTITION, Map.of("file", "part-1.parquet", "row", (long) row));
            assertThat(logs.numbers(replays.take(5))).isEqualTo(logs.range(row, row + 5));
        }
    }

    @Test
    void anyCharacterMayBeInTheNameOfAFileThatIsDone() throws IOException, InterruptedException {
        logs.remove("part-1");
        logs.writeLogs("part,1%2C", 0, 100);
        List<SourceRecord> taken = replays.take(150);
        assertThat(logs.numbers(taken)).isEqualTo(logs.range(0, 150));
        assertThat(logs.numbers(replays.takeAll())).isEqualTo(logs.range(150, logs.size()));
    }

    @Test
    void aLateFileIsLateAfterARestartAsWell() throws IOException, InterruptedException {
        logs.remove("part-1");
        replays.take(150);
        logs.writeLogs("part-1", 0, 100);
        replays.set("discovery.late.files", "fail");
        assertThatThrownBy(replays::takeAll).hasMessageContaining("discovery.late.files");
        replays.set("discovery.late.files", "ignore");
        assertThat(logs.numbers(replays.takeAll())).isEqualTo(logs.range(250, logs.size()));
        replays.set("discovery.late.files", "process");
        assertThat(logs.numbers(replays.takeAll())).isEqualTo(logs.range(0, 100));
    }
}
