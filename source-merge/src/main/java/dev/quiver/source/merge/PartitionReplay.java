/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.FileOrder;
import dev.quiver.source.merge.engine.KeyScan;
import dev.quiver.source.merge.engine.MergedWindow;
import dev.quiver.source.merge.engine.PartitionMerge;
import dev.quiver.source.merge.engine.TableException;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.source.merge.engine.TreeSpec;
import dev.quiver.source.merge.otel.LocalKeys;
import dev.quiver.source.merge.otel.OtelWindow;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays one partition from an offset on. Whatever fails, {@link #reset} goes back to behind the last record that was
 * handed out. One thread at a time.
 */
final class PartitionReplay implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionReplay.class);

    private final ReplayContext context;
    private final String part;
    private final TreeSpec tree;
    private final RecordFactory factory;
    private final UnreadFiles unread;
    private final Map<String, Map<String, StoredObject>> known = new HashMap<>();

    private @Nullable PartitionMerge merge;
    private @Nullable LocalKeys keys;
    private @Nullable RowQueue queue;
    private @Nullable OrphanQueue orphans;
    private Set<String> planned = new HashSet<>();
    private List<TableFile> childFiles = new ArrayList<>();
    private List<TableFile> rootFiles = new ArrayList<>();
    private ReplayOffset position;

    PartitionReplay(ReplayContext context, String part, Map<String, String> sourcePartition, ReplayOffset position) {
        this.context = context;
        this.part = part;
        this.tree = context.config().signal().tree();
        this.factory =
                new RecordFactory(context.config().records(), context.config().signal(), part, sourcePartition);
        this.unread = new UnreadFiles(part, context.config().files());
        this.position = position;
    }

    String part() {
        return part;
    }

    /** Behind the last record that was handed out. */
    ReplayOffset position() {
        return position;
    }

    /** The files of children that are known by now. */
    List<TableFile> childFiles() {
        return childFiles;
    }

    /** The files of the root that are known by now. */
    List<TableFile> rootFiles() {
        return rootFiles;
    }

    /** Takes note of files that were found. */
    void found(Map<String, List<StoredObject>> files) {
        files.forEach((table, objects) -> {
            Map<String, StoredObject> byKey = known.computeIfAbsent(table, name -> new HashMap<>());
            objects.forEach(object -> byKey.putIfAbsent(object.key(), object));
        });
    }

    /** Forgets a file that is not there any more. */
    void gone(String key) {
        known.values().forEach(files -> files.remove(key));
    }

    /** Goes back to behind the last record that was handed out; files are opened again when they are needed. */
    void reset() {
        if (merge != null) {
            merge.close();
        }
        merge = null;
        keys = null;
        queue = null;
        orphans = null;
        planned = new HashSet<>();
        childFiles = new ArrayList<>();
        rootFiles = new ArrayList<>();
    }

    /**
     * The next records, at most {@code recordsMax}, none when there is nothing more for now. What fails behind the
     * first of them fails again with the next call: records that are out already must not get lost with the failure.
     *
     * @param timeMax rows behind this time are left for later
     */
    List<Emission> next(int recordsMax, long timeMax) throws IOException {
        List<Emission> records = new ArrayList<>();
        plan();
        try {
            while (records.size() < recordsMax && hasRows() && headTime() <= timeMax) {
                emit(records);
            }
        } catch (IOException e) {
            if (records.isEmpty()) {
                throw e;
            }
            log.debug("partition {} goes on behind {} records: {}", part, records.size(), e.getMessage());
            reset();
        }
        return records;
    }

    /** The time of the next row, {@link Long#MAX_VALUE} if there is none for now. */
    long headTime() throws IOException {
        plan();
        return hasRows() ? loaded().headTime() : Long.MAX_VALUE;
    }

    private boolean hasRows() throws IOException {
        while (queue == null || queue.isEmpty()) {
            finishQueue();
            queue = load();
            if (queue == null) {
                return false;
            }
            skipTaken(queue);
        }
        return true;
    }

    private RowQueue loaded() {
        if (queue == null) {
            throw new IllegalStateException("there are no rows");
        }
        return queue;
    }

    /** A window that was begun before goes on behind what was taken. */
    private void skipTaken(RowQueue rows) {
        if (rows.isSorted() && position.sorted().taken() > 0) {
            rows.take((int) position.sorted().taken());
        }
    }

    private void finishQueue() {
        if (queue != null) {
            long lastId = Math.max(position.lastId(), queue.lastId());
            position =
                    new ReplayOffset(queue.file(), queue.endRow(), lastId, position.done(), ReplayOffset.Sorted.NONE);
            queue = null;
        }
    }

    private void emit(List<Emission> records) throws IOException {
        RowQueue rows = loaded();
        if (orphans != null && orphans.isDue(rows.window(0).id(rows.parent(0)))) {
            long key = orphans.key();
            ReplayOffset offset =
                    new ReplayOffset(position.file(), position.row(), key, position.done(), ReplayOffset.Sorted.NONE);
            records.add(new Emission(factory.orphans(orphans.take(), offset), part, position.file(), 0));
            position = offset;
            return;
        }
        int together = orphans == null ? factory.together(rows, Integer.MAX_VALUE) : 1;
        RecordFactory.Value value = factory.value(rows, together);
        ReplayOffset offset = behind(rows, value.rows());
        records.add(new Emission(factory.row(rows, value, offset), part, rows.file(), value.rows()));
        rows.take(value.rows());
        position = offset;
    }

    /** The offset behind the next {@code count} rows. */
    private ReplayOffset behind(RowQueue rows, int count) {
        if (rows.isSorted() && rows.left() > count) {
            ReplayOffset.Sorted begun = new ReplayOffset.Sorted(rows.endRow(), (long) rows.taken() + count);
            return new ReplayOffset(rows.file(), rows.firstRow(), position.lastId(), position.done(), begun);
        }
        long lastId = rows.isSorted() ? rows.lastId() : rows.lastId(count - 1);
        long row = rows.isSorted() ? rows.endRow() : rows.window(count - 1).fileRow(rows.parent(count - 1)) + 1;
        return new ReplayOffset(
                rows.file(), row, Math.max(position.lastId(), lastId), position.done(), ReplayOffset.Sorted.NONE);
    }

    private @Nullable RowQueue load() throws IOException {
        PartitionMerge source = merge;
        if (source == null) {
            return null;
        }
        TableFile file = nextFile(source);
        if (file == null) {
            return null;
        }
        boolean isSorted = context.config().merge().order() == MergeSourceConfig.RowOrder.TIME_WINDOW;
        long wanted = isSorted ? rowsToSort(file) : 1;
        List<OtelWindow> windows = new ArrayList<>();
        long rows = 0;
        while (rows < wanted && (windows.isEmpty() || file.equals(source.file()))) {
            MergedWindow window =
                    isSorted ? source.next((int) Math.min(Integer.MAX_VALUE, wanted - rows)) : source.next();
            if (window == null) {
                break;
            }
            windows.add(new OtelWindow(window, context.faults()));
            rows += window.size();
        }
        if (windows.isEmpty()) {
            return null;
        }
        enter(windows.get(0).root().file().name());
        gatherOrphans(windows.get(0));
        return new RowQueue(windows, context.config().files().times(), isSorted);
    }

    private long rowsToSort(TableFile file) {
        boolean isBegun = position.sorted().taken() > 0 && file.name().equals(position.file());
        return isBegun
                ? position.sorted().end() - position.row()
                : context.config().merge().orderRows();
    }

    private @Nullable TableFile nextFile(PartitionMerge source) {
        TableFile file = source.file();
        while (file != null && isOutOfTime(file)) {
            enter(file.name());
            source.skipFile();
            file = source.file();
        }
        return file;
    }

    private boolean isOutOfTime(TableFile file) {
        FileConfig.TimeRange times = context.config().files().times();
        return !times.isAll()
                && file.times().hasValues()
                && (file.times().max() < times.from() || file.times().min() >= times.to())
                && !file.name().equals(position.file());
    }

    private void enter(String file) {
        if (!file.equals(position.file())) {
            DoneFiles done = position.file().isEmpty()
                    ? position.done()
                    : position.done()
                            .with(position.file(), context.config().files().lookback());
            position = new ReplayOffset(file, 0, position.lastId(), done, ReplayOffset.Sorted.NONE);
        }
    }

    private void gatherOrphans(OtelWindow window) throws IOException {
        orphans = null;
        if (window.merged().orphans().isEmpty()) {
            return;
        }
        if (context.config().merge().orphans() == MergeSourceConfig.OrphanPolicy.FAIL) {
            throw new TableException("partition " + part + " has rows of "
                    + tree.joins()
                            .get(window.merged().orphans().get(0).join())
                            .table()
                            .name() + " for id "
                    + window.merged().orphans().get(0).keys()[0] + ", which no row of "
                    + tree.root().name() + " has (merge.orphans=skip counts them)");
        }
        orphans = new OrphanQueue(window, factory.signal());
    }

    /** Opens what is new. */
    private void plan() throws IOException {
        Map<String, List<TableFile>> files = new HashMap<>();
        Set<String> now = new HashSet<>(planned);
        files.put(tree.root().name(), planned(tree.root(), now));
        List<TableFile> children = new ArrayList<>(childFiles);
        for (TableSpec table : tree.children()) {
            List<TableFile> found = planned(table, now);
            files.put(table.name(), found);
            children.addAll(found);
        }
        if (now.size() == planned.size()) {
            return;
        }
        boolean isFirst = merge == null;
        List<TableFile> roots = files.getOrDefault(tree.root().name(), List.of());
        List<TableFile> allRoots = new ArrayList<>(rootFiles);
        allRoots.addAll(roots);
        requireApart(allRoots);
        Map<String, List<TableFile>> added = new HashMap<>(files);
        if (isFirst) {
            begin(unread.atStart(roots, position), added);
        } else {
            UnreadFiles.Found fresh = unread.added(roots, position);
            fresh.ignored().forEach(this::markDone);
            added.put(tree.root().name(), fresh.wanted());
            addChildren(added);
        }
        planned = now;
        childFiles = children;
        rootFiles = allRoots;
    }

    private void markDone(TableFile file) {
        DoneFiles done =
                position.done().with(file.name(), context.config().files().lookback());
        position = new ReplayOffset(position.file(), position.row(), position.lastId(), done, position.sorted());
    }

    private List<TableFile> planned(TableSpec table, Set<String> now) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        for (StoredObject object : known.getOrDefault(table.name(), Map.of()).values()) {
            if (now.add(object.key())) {
                objects.add(object);
            }
        }
        return objects.isEmpty() ? List.of() : context.planner().plan(table, objects);
    }

    private void requireApart(List<TableFile> roots) throws TableException {
        boolean isFlat = roots.stream().anyMatch(file -> !file.path().contains("/" + Inventory.PART));
        List<TableFile> overlapping = isFlat ? FileOrder.overlapping(roots) : List.of();
        if (!overlapping.isEmpty()) {
            throw new TableException("the ids in " + overlapping.get(0).path() + " and "
                    + overlapping.get(1).path() + " overlap, and no directory " + Inventory.PART
                    + "… tells whose they are: let the exporter partition its files by _part_id");
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed in reset() and close()
    private void begin(List<TableFile> roots, Map<String, List<TableFile>> files) throws IOException {
        PartitionMerge begun = new PartitionMerge(
                tree, context.config().merge().options(), context.opener(), localKeys(), context.resources());
        merge = begun;
        List<TableFile> current = new ArrayList<>();
        List<TableFile> others = new ArrayList<>();
        for (TableFile root : roots) {
            (root.name().equals(position.file()) ? current : others).add(root);
        }
        Map<String, List<TableFile>> first = new HashMap<>(files);
        first.put(tree.root().name(), current);
        addChildren(first);
        if (!current.isEmpty() || position.lastId() >= 0) {
            begun.begin(current.isEmpty() ? 0 : position.row(), position.lastId());
        }
        begun.add(Map.of(tree.root().name(), others));
    }

    private LocalKeys localKeys() {
        LocalKeys made = new LocalKeys(
                context.config().signal(),
                context.config().merge().resourceIds(),
                new KeyScan(context.opener(), context.resources()));
        keys = made;
        return made;
    }

    private void addChildren(Map<String, List<TableFile>> files) {
        if (keys != null && merge != null) {
            keys.add(files.getOrDefault("resource_attrs", List.of()));
            merge.add(files);
        }
    }

    @Override
    public void close() {
        reset();
    }
}
