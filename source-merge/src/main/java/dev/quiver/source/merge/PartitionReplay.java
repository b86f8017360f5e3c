/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.KeyScan;
import dev.quiver.source.merge.engine.MergedWindow;
import dev.quiver.source.merge.engine.PartitionMerge;
import dev.quiver.source.merge.engine.TableFile;
import dev.quiver.source.merge.engine.TreeSpec;
import dev.quiver.source.merge.otel.LocalKeys;
import dev.quiver.source.merge.otel.OtelWindow;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final PartitionFiles files;
    private final DoneFiles doneBefore;

    private @Nullable PartitionMerge merge;
    private @Nullable LocalKeys keys;
    private @Nullable RowQueue queue;
    private @Nullable OrphanQueue orphans;
    private ReplayOffset position;

    PartitionReplay(ReplayContext context, String part, Map<String, String> sourcePartition, ReplayOffset position) {
        this.context = context;
        this.part = part;
        this.tree = context.config().signal().tree();
        this.factory =
                new RecordFactory(context.config().records(), context.config().signal(), part, sourcePartition);
        this.unread = new UnreadFiles(part, context.config().files());
        this.files = new PartitionFiles(tree, context.planner());
        this.doneBefore = position.done();
        this.position = position;
    }

    String part() {
        return part;
    }

    /** Behind the last record that was handed out. */
    ReplayOffset position() {
        return position;
    }

    /** The files that are known by now. */
    PartitionFiles files() {
        return files;
    }

    /**
     * Whether everything in {@code root} was handed out.
     *
     * @return true as well if that was so before the task was started
     */
    boolean isDone(TableFile root) {
        boolean isRead = root.name().equals(position.file())
                && position.row() >= root.rowCount()
                && position.sorted().taken() == 0;
        return isRead || position.done().contains(root.name());
    }

    /** Whether {@code root} was done when the task was started. */
    boolean wasDone(TableFile root) {
        return doneBefore.contains(root.name());
    }

    /** The files of children with rows whose parents have not come so far. */
    Set<String> orphanFiles() {
        return merge == null ? Set.of() : merge.orphanFiles();
    }

    /** Takes note of files that were found. */
    void found(Map<String, List<StoredObject>> found) {
        files.found(found);
    }

    /** Forgets files that are not there any more. */
    void gone(Set<String> paths) {
        files.gone(paths);
        if (merge != null) {
            merge.forget(paths);
        }
        if (keys != null) {
            keys.forget(paths);
        }
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
        files.reset();
    }

    /**
     * The next records, none when there is nothing more for now. What fails behind the first of them fails again with
     * the next call: records that are out already must not get lost with the failure.
     *
     * @param room for records
     * @param timeMax rows behind this time are left for later
     */
    List<Emission> next(Room room, long timeMax) throws IOException {
        List<Emission> records = new ArrayList<>();
        Room left = room;
        plan();
        try {
            while (left.isLeft() && hasRows() && loadedTime() <= timeMax) {
                Emission next = emission();
                records.add(next);
                left = left.without(next);
            }
            if (!isLoaded()) {
                finishQueue();
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
        return hasRows() ? loadedTime() : Long.MAX_VALUE;
    }

    /** A time before which no row comes next, found without merging; {@link Long#MAX_VALUE} if none comes for now. */
    long earliestTime() throws IOException {
        plan();
        if (isLoaded()) {
            return loadedTime();
        }
        finishQueue();
        TableFile file = merge == null ? null : nextFile(merge);
        if (file == null) {
            return Long.MAX_VALUE;
        }
        return file.times().hasValues() ? file.times().min() : headTime();
    }

    /** Whether merged rows wait to be handed out. */
    boolean isLoaded() {
        return queue != null && (!queue.isEmpty() || isOrphanLeft());
    }

    private boolean isOrphanLeft() {
        return orphans != null && orphans.isDue(Long.MAX_VALUE);
    }

    /** Orphans behind the last row that is wanted wait for none. */
    private long loadedTime() {
        return loaded().isEmpty() ? Long.MIN_VALUE : loaded().headTime();
    }

    private boolean hasRows() throws IOException {
        while (!isLoaded()) {
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
            orphans = null;
        }
    }

    private Emission emission() throws IOException {
        RowQueue rows = loaded();
        if (orphans != null
                && orphans.isDue(
                        rows.isEmpty() ? Long.MAX_VALUE : rows.window(0).id(rows.parent(0)))) {
            long key = orphans.key();
            ReplayOffset offset =
                    new ReplayOffset(position.file(), position.row(), key, position.done(), ReplayOffset.Sorted.NONE);
            String json = orphans.take();
            position = offset;
            return new Emission(factory.orphans(json, offset), part, offset.file(), 0, json.length());
        }
        int together = orphans == null ? factory.together(rows, Integer.MAX_VALUE) : 1;
        RecordFactory.Value value = factory.value(rows, together);
        ReplayOffset offset = behind(rows, value.rows());
        Emission made = new Emission(factory.row(rows, value, offset), part, rows.file(), value.rows(), value.bytes());
        rows.take(value.rows());
        position = offset;
        return made;
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
        // A window that was begun in order of time ends so, whatever order is wanted by now.
        boolean isSorted = context.config().merge().order() == MergeSourceConfig.RowOrder.TIME_WINDOW
                || position.sorted().taken() > 0;
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
        return context.config().files().times().isWithout(file.times())
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
            throw OrphanQueue.refusal(part, tree, window.merged().orphans().get(0));
        }
        orphans = new OrphanQueue(window, factory.signal());
    }

    /** Opens what is new. */
    private void plan() throws IOException {
        if (!files.isChanged()) {
            return;
        }
        Map<String, List<TableFile>> added = files.open();
        List<TableFile> roots = added.getOrDefault(tree.root().name(), List.of());
        if (merge == null) {
            position = unread.resolved(roots, position);
            begin(unread.atStart(roots, position), added);
            return;
        }
        if (keys != null) {
            keys.add(added);
        }
        UnreadFiles.Found fresh = unread.added(roots, position);
        fresh.ignored().forEach(this::markDone);
        added.put(tree.root().name(), fresh.wanted());
        addChildren(added);
    }

    private void markDone(TableFile file) {
        DoneFiles done =
                position.done().with(file.name(), context.config().files().lookback());
        position = new ReplayOffset(position.file(), position.row(), position.lastId(), done, position.sorted());
    }

    @SuppressWarnings("MustBeClosedChecker") // closed in reset() and close()
    private void begin(List<TableFile> roots, Map<String, List<TableFile>> added) throws IOException {
        LocalKeys localKeys = localKeys();
        localKeys.add(added);
        PartitionMerge begun = new PartitionMerge(
                tree, context.config().merge().options(), context.opener(), localKeys, context.resources());
        merge = begun;
        List<TableFile> current = new ArrayList<>();
        List<TableFile> others = new ArrayList<>();
        for (TableFile root : roots) {
            (root.name().equals(position.file()) ? current : others).add(root);
        }
        Map<String, List<TableFile>> first = new HashMap<>(added);
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

    private void addChildren(Map<String, List<TableFile>> added) {
        if (keys != null && merge != null) {
            if (files.isPassedOver("resource_attrs") || files.isPassedOver("scope_attrs")) {
                keys.lack();
            }
            merge.add(added);
        }
    }

    @Override
    public void close() {
        reset();
    }
}
