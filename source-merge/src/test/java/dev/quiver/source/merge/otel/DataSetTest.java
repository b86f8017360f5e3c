/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.file.FileStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets with ground truth: each log and attribute exactly once, whatever the window and the place of resuming. */
final class DataSetTest {
    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    @ParameterizedTest
    @CsvSource({
        "o1-basic, 1",
        "o1-basic, 7",
        "o1-basic, 1000",
        "o1-basic, 65536",
        "o2-otap-exporter, 1",
        "o2-otap-exporter, 7",
        "o2-otap-exporter, 1000",
        "o2-otap-exporter, 65536"
    })
    void everyLogHasWhatBelongsToIt(String set, int windowRows) throws IOException {
        List<String> found = new ArrayList<>();
        try (ObjectStore store = FileStore.open(DataSets.directory(set), false)) {
            for (String part : TestMerge.parts(store, Signal.LOGS)) {
                try (TestMerge merge = open(store, part, windowRows)) {
                    readAll(merge.begin(), part, found);
                    assertThat(merge.counters().orphans()).isZero();
                    assertThat(merge.counters().reseeks()).isZero();
                    assertThat(merge.faults().unresolvedResources()).isZero();
                }
            }
        }
        DataSets.assertSame(found, DataSets.expected(set));
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private TestMerge open(ObjectStore store, String part, int windowRows) throws IOException {
        MergeOptions options = TestMerge.windows(windowRows);
        return new TestMerge(store, Signal.LOGS, part, options, allocator);
    }

    private static void readAll(TestMerge merge, String part, List<String> found) throws IOException {
        OtelWindow window = merge.next();
        while (window != null) {
            for (int parent = 0; parent < window.size(); parent++) {
                found.add(CanonicalLogs.text(CanonicalLogs.of(part, window, parent)));
            }
            window = merge.next();
        }
    }

    @ParameterizedTest
    @CsvSource({"o1-basic, 61", "o2-otap-exporter, 61"})
    void whoeverResumesMissesNothing(String set, int every) throws IOException {
        List<String> found = new ArrayList<>();
        try (ObjectStore store = FileStore.open(DataSets.directory(set), false)) {
            for (String part : TestMerge.parts(store, Signal.LOGS)) {
                resumeThrough(store, part, every, found);
            }
        }
        DataSets.assertSame(found, DataSets.expected(set));
    }

    private void resumeThrough(ObjectStore store, String part, int every, List<String> found) throws IOException {
        String file = "";
        long row = 0;
        long key = -1;
        while (true) {
            try (TestMerge merge = open(store, part, 1000)) {
                TestMerge begun = file.isEmpty() ? merge.begin() : merge.begin(file, row, key);
                OtelWindow window = begun.next();
                if (window == null) {
                    return;
                }
                int taken = Math.min(every, window.size());
                for (int parent = 0; parent < taken; parent++) {
                    found.add(CanonicalLogs.text(CanonicalLogs.of(part, window, parent)));
                    long id = window.column(RootColumns.ID).numberOr(window.row(parent), -1);
                    key = Math.max(key, id);
                }
                file = Objects.requireNonNull(window.root().file()).name();
                row = window.fileRow(taken - 1) + 1;
            }
        }
    }
}
