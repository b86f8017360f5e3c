/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.source.merge.engine.FileOpener;
import dev.quiver.source.merge.engine.KeyScan;
import dev.quiver.source.merge.engine.MergeCounters;
import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.source.merge.engine.MergedWindow;
import dev.quiver.source.merge.engine.PartitionMerge;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.source.merge.engine.TreeSpec;
import dev.quiver.source.merge.otel.Faults;
import dev.quiver.source.merge.otel.LocalKeys;
import dev.quiver.source.merge.otel.OtelWindow;
import dev.quiver.source.merge.otel.Signal;
import dev.quiver.source.merge.otel.ValueEncoder;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoredObject;
import dev.quiver.store.file.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Merges the partition of {@link MergeTables} as a task of the merge source does by default. */
final class MergeTask implements AutoCloseable {
    /** Rows of a window. */
    static final int WINDOW_ROWS = 1 << 14;

    private static final int MESSAGE_ROWS = 500;

    private final BufferAllocator allocator = new RootAllocator();
    private final MergeCounters counters = new MergeCounters();
    private final Faults faults = new Faults(Faults.BadValue.FAIL, Faults.TooMany.FAIL, Integer.MAX_VALUE);
    private final TreeSpec tree = Signal.LOGS.tree();
    private final Map<String, List<TableFile>> files = new HashMap<>();
    private final ObjectStore store;
    private final KeyScan scan;
    private final PartitionMerge merge;

    /** Opens the files below {@code directory}. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    MergeTask(Path directory) throws IOException {
        store = FileStore.open(directory, false);
        FileOpener opener = new FileOpener(store, counters);
        PartitionMerge.Resources resources = new PartitionMerge.Resources(allocator, counters);
        scan = new KeyScan(opener, resources);
        List<TableSpec> tables = new ArrayList<>(tree.children());
        tables.add(tree.root());
        for (TableSpec table : tables) {
            List<TableFile> found = new ArrayList<>();
            for (StoredObject object : store.list(table.name() + "/")) {
                found.add(opener.plan(table, TableSpec.NONE, object));
            }
            files.put(table.name(), found);
        }
        LocalKeys keys = new LocalKeys(Signal.LOGS, LocalKeys.ResourceIds.AUTO, scan);
        keys.add(files);
        MergeOptions options = new MergeOptions(WINDOW_ROWS, 32L << 20, MergeOptions.ChildOrder.AUTO, false, false);
        merge = new PartitionMerge(tree, options, opener, keys, resources);
        merge.add(files);
    }

    /** Begins in the middle, as after a restart. */
    void begin(long row, long lastId) throws IOException {
        merge.begin(row, lastId);
    }

    /** Merges a window, if there is one, and encodes it; its rows, 0 at the end. */
    int window(ValueEncoder encoder) throws IOException {
        MergedWindow next = merge.next();
        if (next == null) {
            return 0;
        }
        OtelWindow window = new OtelWindow(next, faults);
        int[] parents = new int[window.size()];
        for (int parent = 0; parent < parents.length; parent++) {
            parents[parent] = parent;
        }
        int step = encoder.isMany() ? MESSAGE_ROWS : 1;
        for (int from = 0; from < parents.length; from += step) {
            Object value = encoder.encode(window, parents, from, Math.min(parents.length, from + step));
            if (value == null) {
                throw new IllegalStateException("there is no value");
            }
        }
        return window.size();
    }

    /** Reads all columns of logs and their attributes, and nothing else; the rows of logs. */
    long scan() throws IOException {
        long[] rows = new long[1];
        List<TableSpec> tables = List.of(tree.root(), tree.joins().get(0).table());
        for (TableSpec table : tables) {
            for (TableFile file : files.getOrDefault(table.name(), List.of())) {
                scan.rows(table, file, batch -> rows[0] += table.parent() == TableSpec.NONE ? batch.rowCount() : 0);
            }
        }
        return rows[0];
    }

    /** Bytes of the files of {@code table}. */
    long bytes(String table) {
        return files.getOrDefault(table, List.of()).stream()
                .mapToLong(file -> file.object().bytes())
                .sum();
    }

    /** What happened. */
    MergeCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        merge.close();
        store.close();
        allocator.close();
    }
}
