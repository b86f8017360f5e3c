/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What would be held or read without end in a naive merge is not. */
final class BoundsTest {
    private static final long WINDOW_BYTES = 1 << 20;
    private static final int ATTRIBUTES = 4;
    private static final int PAGE_ROWS = 500;

    private final BufferAllocator allocator = new RootAllocator();
    private final MemoryStore store = new MemoryStore();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    private static MergeOptions options(long windowBytes) {
        return new MergeOptions(1000, windowBytes, MergeOptions.ChildOrder.AUTO, false, false);
    }

    private static Map<String, ArrowType> columns(Map<String, ArrowType> columns, boolean signed, String id) {
        columns.put(id, new ArrowType.Int(32, signed));
        return columns;
    }

    private void writeLogs(String name, boolean signed, long... ranges) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int range = 0; range < ranges.length; range += 2) {
            for (long id = ranges[range]; id < ranges[range + 1]; id++) {
                rows.add(Map.of("id", id, "body.type", 1, "body.str", "log-" + id));
            }
        }
        Map<String, ArrowType> columns =
                columns(new GeneratedLogs(0, GeneratedLogs.Traits.PLAIN, 1).logColumns(), signed, "id");
        store.put(GeneratedLogs.path("logs", name), new TableWriter(columns, PAGE_ROWS, 1 << 20).file(rows));
    }

    private void writeAttributes(String name, boolean signed, long from, long to) throws IOException {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            for (int index = 0; index < ATTRIBUTES; index++) {
                rows.add(GeneratedBatch.attribute(id, "key-" + index, "value " + id));
            }
        }
        Map<String, ArrowType> columns = columns(GeneratedLogs.attributeColumns(), signed, "parent_id");
        byte[] file = new TableWriter(columns, PAGE_ROWS, 1 << 20).file(rows);
        store.put(GeneratedLogs.path("log_attrs", name), file);
    }

    /** The ids of all logs, each of which must have all its attributes. */
    private List<Long> read(TestMerge merge) throws IOException {
        return read(merge, Integer.MAX_VALUE);
    }

    private List<Long> read(TestMerge merge, int windows) throws IOException {
        List<Long> ids = new ArrayList<>();
        OtelWindow window = merge.next();
        int left = windows;
        while (window != null) {
            for (int parent = 0; parent < window.size(); parent++) {
                long id = window.id(parent);
                assertThat(window.attributeCount(parent)).as("log %d", id).isEqualTo(ATTRIBUTES);
                assertThat(window.attributeText(parent, "key-1")).isEqualTo("value " + id);
                ids.add(id);
            }
            left--;
            window = left > 0 ? merge.next() : null;
        }
        return ids;
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private TestMerge open(long windowBytes) throws IOException {
        return new TestMerge(store, Signal.LOGS, GeneratedLogs.PART, options(windowBytes), allocator);
    }

    @Test
    void theChildrenOfAFileThatIsMissingAreCountedAndNotHeld() throws IOException {
        writeLogs("part-1", false, 0, 500);
        writeLogs("part-3", false, 60_000, 60_500);
        writeAttributes("part-1", false, 0, 60_500);
        try (TestMerge merge = open(WINDOW_BYTES)) {
            assertThat(read(merge.begin())).hasSize(1000);
            assertThat(merge.counters().orphans()).isEqualTo(59_500L * ATTRIBUTES);
        }
    }

    @Test
    void behindOldIdsTheMergeGoesOnWhereItWas() throws IOException {
        writeLogs("part-1", false, 1000, 90_000);
        writeLogs("part-2", false, 0, 1000);
        writeLogs("part-3", false, 90_000, 91_000);
        writeAttributes("part-1", false, 0, 91_000);
        long size = store.content(GeneratedLogs.path("log_attrs", "part-1")).length;
        try (TestMerge merge = open(WINDOW_BYTES)) {
            List<Long> ids = new ArrayList<>(read(merge.beginWith("part-1"), 1));
            merge.add("part-2");
            merge.add("part-3");
            ids.addAll(read(merge));
            assertThat(ids).hasSize(91_000).doesNotHaveDuplicates();
            assertThat(merge.counters().reseeks()).isEqualTo(1);
            assertThat(merge.counters().bytesRead()).as("of %d", size).isLessThan(5 * size);
        }
    }

    @Test
    void idsThatGoFarBackWithinAFileAreNotMergedAtOnce() throws IOException {
        writeLogs("part-1", false, 200_000, 200_400, 0, 400);
        writeAttributes("part-1", false, 0, 90_000);
        writeAttributes("part-2", false, 90_000, 200_400);
        try (TestMerge merge = open(WINDOW_BYTES)) {
            assertThat(read(merge.begin())).hasSize(800);
        }
    }

    /** Ids beyond 2^31 in columns with a sign have bounds that say nothing. */
    @Test
    void filesThatSayNothingOfTheirIdsAreMergedBesideOthers() throws IOException {
        long first = 1L << 31;
        writeLogs("part-1", false, first - 90_000, first + 90_000);
        writeAttributes("part-1", false, first - 90_000, first);
        writeAttributes("part-2", true, first, first + 90_000);
        try (TestMerge merge = open(64 * WINDOW_BYTES)) {
            assertThat(read(merge.begin())).hasSize(180_000);
            assertThat(merge.counters().lateRows()).isZero();
        }
    }

    @Test
    void aChildFileThatCameLateTakesItsPlace() throws IOException {
        writeLogs("part-1", false, 1000, 90_000);
        writeLogs("part-2", false, 0, 1000);
        writeAttributes("part-1", false, 1000, 90_000);
        writeAttributes("part-2", false, 0, 1000);
        try (TestMerge merge = open(WINDOW_BYTES)) {
            List<Long> ids = new ArrayList<>(read(merge.beginWith("part-1"), 1));
            merge.add("part-2");
            ids.addAll(read(merge));
            assertThat(ids).hasSize(90_000).doesNotHaveDuplicates();
        }
    }
}
