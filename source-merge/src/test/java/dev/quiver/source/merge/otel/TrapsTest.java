/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.source.merge.engine.TableException;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on disk is not what one hopes for; logs and attributes come together nevertheless. */
final class TrapsTest {
    private static final int[] WINDOWS = {1, 7, 1000, 65_536};

    private final BufferAllocator allocator = new RootAllocator();

    /** Closing the allocator throws if a test leaked a single byte. */
    @AfterEach
    void noLeaks() {
        allocator.close();
    }

    private List<String> read(MemoryStore store, MergeOptions options) throws IOException {
        try (TestMerge merge = open(store, options)) {
            return readAll(merge.begin());
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private TestMerge open(MemoryStore store, MergeOptions options) throws IOException {
        return new TestMerge(store, Signal.LOGS, GeneratedLogs.PART, options, allocator);
    }

    private static List<String> readAll(TestMerge merge) throws IOException {
        List<String> lines = new ArrayList<>();
        OtelWindow window = merge.next();
        while (window != null) {
            for (int parent = 0; parent < window.size(); parent++) {
                lines.add(GeneratedLogs.line(window, parent));
            }
            window = merge.next();
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void everyLogHasItsAttributesWhateverTheLayout(long seed) throws IOException {
        Random random = new Random(seed);
        GeneratedLogs.Traits traits = GeneratedLogs.Traits.any(random);
        GeneratedLogs logs = new GeneratedLogs(seed, traits, 20);
        MemoryStore store = new MemoryStore();
        logs.write(store, 1 + random.nextInt(5));
        for (int windowRows : WINDOWS) {
            List<String> found = read(store, TestMerge.windows(windowRows));
            assertThat(found).hasSameSizeAs(logs.expected());
            for (int row = 0; row < found.size(); row++) {
                assertMatches(found.get(row), logs.expected().get(row), traits);
            }
        }
    }

    /** Resources may be unknown where they are local to batches, but are never wrong. */
    private static void assertMatches(String found, String expected, GeneratedLogs.Traits traits) {
        if (traits.local() && found.endsWith(" unresolved")) {
            assertThat(withoutService(found)).as("%s", traits).isEqualTo(withoutService(expected));
        } else {
            assertThat(found).as("%s", traits).isEqualTo(expected);
        }
    }

    private static String withoutService(String line) {
        return line.substring(0, line.lastIndexOf(' '));
    }

    @Test
    void tinyBatchesOfAnExporterNeverGetTheWrongResource() throws IOException {
        for (long seed = 0; seed < 36; seed++) {
            GeneratedLogs.Traits traits =
                    new GeneratedLogs.Traits(0, seed % 2 == 0, true, 100, 400, 1 + (int) (seed % 9));
            GeneratedLogs logs = new GeneratedLogs(seed, traits, 25);
            MemoryStore store = new MemoryStore();
            logs.write(store, 2);
            List<String> found = read(store, TestMerge.windows(1000));
            assertThat(found).hasSameSizeAs(logs.expected());
            for (int row = 0; row < found.size(); row++) {
                assertMatches(found.get(row), logs.expected().get(row), traits);
            }
        }
    }

    @Test
    void largeBatchesOfAnExporterLeaveNoResourceUnknown() throws IOException {
        for (long seed = 0; seed < 5; seed++) {
            GeneratedLogs.Traits traits = new GeneratedLogs.Traits(0, false, true, 100, 400, 400);
            GeneratedLogs logs = new GeneratedLogs(seed, traits, 30);
            MemoryStore store = new MemoryStore();
            logs.write(store, 3);
            List<String> found = read(store, TestMerge.windows(1000));
            long unknown =
                    found.stream().filter(line -> line.endsWith(" unresolved")).count();
            assertThat(unknown).as("seed %d", seed).isLessThan(found.size() / 8);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void whoeverResumesAnywhereMissesNothing(long seed) throws IOException {
        Random random = new Random(seed);
        GeneratedLogs.Traits traits = new GeneratedLogs.Traits(0, random.nextBoolean(), false, 20, 100, 60);
        GeneratedLogs logs = new GeneratedLogs(seed, traits, 12);
        MemoryStore store = new MemoryStore();
        logs.write(store, 3);
        List<String> found = new ArrayList<>();
        String file = "";
        long row = 0;
        long key = -1;
        boolean any = true;
        while (any) {
            try (TestMerge merge = open(store, TestMerge.windows(50))) {
                OtelWindow window = (file.isEmpty() ? merge.begin() : merge.begin(file, row, key)).next();
                any = window != null;
                int taken = window == null ? 0 : 1 + random.nextInt(window.size());
                for (int parent = 0; window != null && parent < taken; parent++) {
                    found.add(GeneratedLogs.line(window, parent));
                    key = Math.max(key, window.id(parent));
                    file = window.root().file().name();
                    row = window.fileRow(parent) + 1;
                }
            }
        }
        assertThat(found).isEqualTo(logs.expected());
    }

    @Test
    void orphansAreCountedAndHandedOutWithTheirIds() throws IOException {
        GeneratedLogs logs = new GeneratedLogs(1, new GeneratedLogs.Traits(10, true, false, 20, 100, 50), 6);
        MemoryStore store = new MemoryStore();
        long missing = idOf(logs.logs().get(logs.logs().size() / 2));
        logs.logs().removeIf(log -> idOf(log) == missing);
        long rows = logs.attributes().stream()
                .filter(row -> (Long) parentOf(row) == missing)
                .count();
        logs.attributes().add(0, orphan(3));
        logs.attributes().add(orphan(1_000_000));
        writeAsOneFileEach(logs, store);
        MergeOptions options = new MergeOptions(7, 64L << 20, MergeOptions.ChildOrder.AUTO, true, false);
        List<Long> found = new ArrayList<>();
        try (TestMerge merge = open(store, options)) {
            TestMerge begun = merge.begin();
            OtelWindow window = begun.next();
            while (window != null) {
                window.merged().orphans().forEach(each -> {
                    for (long key : each.keys()) {
                        found.add(key);
                    }
                });
                window = begun.next();
            }
            assertThat(merge.counters().orphans()).isEqualTo(rows + 1);
        }
        assertThat(found).containsExactly(3L, missing);
    }

    private static Object parentOf(Map<String, @Nullable Object> row) {
        Object parent = row.get("parent_id");
        return parent == null ? -1L : parent;
    }

    private static long idOf(Map<String, @Nullable Object> log) {
        Object id = log.get("id");
        return id == null ? -1 : (Long) id;
    }

    private static Map<String, @Nullable Object> orphan(long parent) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("parent_id", parent);
        row.put("key", "lost");
        row.put("type", 1);
        row.put("str", "x");
        return row;
    }

    private static void writeAsOneFileEach(GeneratedLogs logs, MemoryStore store) throws IOException {
        logs.writeFile(store, GeneratedLogs.path("logs", "part-1"), logs.logColumns(), logs.logs());
        logs.writeFile(
                store, GeneratedLogs.path("log_attrs", "part-1"), GeneratedLogs.attributeColumns(), logs.attributes());
    }

    @Test
    void aFileThatIsThereTwiceHasItsAttributesTwice() throws IOException {
        GeneratedLogs logs = new GeneratedLogs(2, GeneratedLogs.Traits.PLAIN, 8);
        MemoryStore store = new MemoryStore();
        writeAsOneFileEach(logs, store);
        logs.writeFile(store, GeneratedLogs.path("logs", "part-2"), logs.logColumns(), logs.logs());
        List<String> found = withoutServices(read(store, TestMerge.windows(100)));
        List<String> once = withoutServices(logs.expected());
        List<String> twice = new ArrayList<>(once);
        twice.addAll(once);
        assertThat(found).isEqualTo(twice);
    }

    private static List<String> withoutServices(List<String> lines) {
        return lines.stream().map(TrapsTest::withoutService).toList();
    }

    @Test
    void anIdThatGoesBackIsRefusedWhereThatIsWanted() throws IOException {
        GeneratedLogs logs = new GeneratedLogs(2, GeneratedLogs.Traits.PLAIN, 8);
        MemoryStore store = new MemoryStore();
        writeAsOneFileEach(logs, store);
        logs.writeFile(store, GeneratedLogs.path("logs", "part-2"), logs.logColumns(), logs.logs());
        MergeOptions options = new MergeOptions(100, 64L << 20, MergeOptions.ChildOrder.AUTO, false, true);
        assertThatThrownBy(() -> read(store, options))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("merge.id.regression");
    }

    @Test
    void tablesColumnsAndRowsMayBeMissing() throws IOException {
        GeneratedLogs logs = new GeneratedLogs(3, GeneratedLogs.Traits.PLAIN, 4);
        MemoryStore store = new MemoryStore();
        Map<String, ArrowType> narrow = logs.logColumns();
        narrow.remove("resource.id");
        logs.writeFile(store, GeneratedLogs.path("logs", "part-1"), narrow, logs.logs());
        logs.writeFile(store, GeneratedLogs.path("logs", "part-0"), logs.logColumns(), List.of());
        assertThat(read(store, TestMerge.windows(100)))
                .hasSameSizeAs(logs.expected())
                .allMatch(line -> line.matches("log-\\d+\\[] null/null"));
        Map<String, ArrowType> columns = GeneratedLogs.attributeColumns();
        columns.keySet().retainAll(List.of("parent_id", "key", "type", "str"));
        logs.writeFile(store, GeneratedLogs.path("log_attrs", "part-1"), columns, logs.attributes());
        assertThat(withoutServices(read(store, TestMerge.windows(100)))).isEqualTo(withoutServices(logs.expected()));
    }

    @Test
    void oneLogMayHave120000Attributes() throws IOException {
        GeneratedLogs logs = new GeneratedLogs(4, new GeneratedLogs.Traits(0, true, false, 2000, 50_000, 30), 3);
        long id = logs.logs().stream().mapToLong(TrapsTest::idOf).max().orElseThrow();
        List<Map<String, @Nullable Object>> many = new ArrayList<>(Collections.nCopies(120_000, orphan(id)));
        logs.attributes().addAll(many);
        MemoryStore store = new MemoryStore();
        writeAsOneFileEach(logs, store);
        MergeOptions small = new MergeOptions(1000, 2L << 20, MergeOptions.ChildOrder.AUTO, false, false);
        int most = 0;
        try (TestMerge merge = open(store, small)) {
            TestMerge begun = merge.begin();
            OtelWindow window = begun.next();
            while (window != null) {
                for (int parent = 0; parent < window.size(); parent++) {
                    most = Math.max(most, window.attributes().of(parent).count());
                }
                window = begun.next();
            }
        }
        assertThat(most).isGreaterThanOrEqualTo(120_000);
        MergeOptions tiny = new MergeOptions(1000, 1L << 18, MergeOptions.ChildOrder.AUTO, false, false);
        assertThatThrownBy(() -> read(store, tiny)).hasMessageContaining("merge.window.max.bytes");
    }

    @Test
    void aColumnOfAnotherTypeIsRefused() throws IOException {
        GeneratedLogs logs = new GeneratedLogs(5, GeneratedLogs.Traits.PLAIN, 2);
        MemoryStore store = new MemoryStore();
        Map<String, ArrowType> columns = logs.logColumns();
        columns.put("severity_text", new ArrowType.Int(64, true));
        logs.writeFile(store, GeneratedLogs.path("logs", "part-1"), columns, logs.logs());
        assertThatThrownBy(() -> read(store, TestMerge.windows(100)))
                .isInstanceOf(TableException.class)
                .hasMessageContaining("severity_text");
    }
}
