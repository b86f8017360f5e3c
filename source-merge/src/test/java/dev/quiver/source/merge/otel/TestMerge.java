/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.source.merge.engine.FileOpener;
import dev.quiver.source.merge.engine.FileOrder;
import dev.quiver.source.merge.engine.KeyScan;
import dev.quiver.source.merge.engine.MergeCounters;
import dev.quiver.source.merge.engine.MergeOptions;
import dev.quiver.source.merge.engine.MergedWindow;
import dev.quiver.source.merge.engine.PartitionMerge;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** One partition of a store, merged without any connector. */
public final class TestMerge implements AutoCloseable {
    private final PartitionMerge merge;
    private final MergeCounters counters = new MergeCounters();
    private final Map<String, List<TableFile>> files;
    private final Faults faults = CanonicalLogs.faults();

    /** Merges all files of {@code part}. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed in close()
    public TestMerge(ObjectStore store, Signal signal, String part, MergeOptions options, BufferAllocator allocator)
            throws IOException {
        FileOpener opener = new FileOpener(store, counters);
        PartitionMerge.Resources resources = new PartitionMerge.Resources(allocator, counters);
        LocalKeys keys = new LocalKeys(signal, LocalKeys.ResourceIds.AUTO, new KeyScan(opener, resources));
        files = files(store, signal, part, opener);
        merge = new PartitionMerge(signal.tree(), options, opener, keys, resources);
        keys.add(files);
    }

    /** Options with windows of {@code rows}. */
    public static MergeOptions windows(int rows) {
        return new MergeOptions(rows, 64L << 20, MergeOptions.ChildOrder.AUTO, false, false);
    }

    /** The partitions of a signal. */
    public static Set<String> parts(ObjectStore store, Signal signal) throws IOException {
        Set<String> parts = new TreeSet<>();
        for (StoredObject object : store.list(signal.tree().root().name() + "/_part_id=")) {
            parts.add(object.key().split("/", -1)[1].substring("_part_id=".length()));
        }
        return parts;
    }

    private static Map<String, List<TableFile>> files(ObjectStore store, Signal signal, String part, FileOpener opener)
            throws IOException {
        List<TableSpec> tables = new ArrayList<>(signal.tree().children());
        tables.add(0, signal.tree().root());
        Map<String, List<TableFile>> files = new HashMap<>();
        for (TableSpec table : tables) {
            List<TableFile> found = new ArrayList<>();
            for (StoredObject object : store.list(table.name() + "/_part_id=" + part + "/")) {
                found.add(opener.plan(table, TableSpec.NONE, object));
            }
            files.put(table.name(), found);
        }
        return files;
    }

    /** Begins with the first file. */
    public TestMerge begin() {
        merge.add(files);
        return this;
    }

    /** Begins with the files of this name, of all tables. */
    public TestMerge beginWith(String name) throws IOException {
        add(name);
        merge.begin(0, -1);
        return this;
    }

    /** Adds the files of this name, of all tables. */
    public void add(String name) {
        Map<String, List<TableFile>> added = new HashMap<>();
        files.forEach((table, found) -> added.put(
                table,
                found.stream()
                        .filter(file -> file.name().equals(name + ".parquet"))
                        .toList()));
        merge.add(added);
    }

    /** Begins with row {@code row} of {@code file}, as if everything before had been taken and had keys up to that. */
    public TestMerge begin(String file, long row, long lastKey) throws IOException {
        String root = merge.tree().root().name();
        List<TableFile> sorted = FileOrder.sorted(files.getOrDefault(root, List.of()));
        int first = 0;
        while (!sorted.get(first).name().equals(file)) {
            first++;
        }
        Map<String, List<TableFile>> left = new HashMap<>(files);
        left.put(root, sorted.subList(first, sorted.size()));
        merge.add(left);
        merge.begin(row, lastKey);
        return this;
    }

    /** The next window. */
    public @Nullable OtelWindow next() throws IOException {
        MergedWindow window = merge.next();
        return window == null ? null : new OtelWindow(window, faults);
    }

    /** The merge itself. */
    public PartitionMerge merge() {
        return merge;
    }

    /** What happened. */
    public MergeCounters counters() {
        return counters;
    }

    /** What could not be passed on. */
    public Faults faults() {
        return faults;
    }

    @Override
    public void close() {
        merge.close();
    }
}
