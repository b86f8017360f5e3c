/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the root of one partition with all rows of its children, window by window in the order of the root's
 * files. Holds the rows of one window, those of children that were read before their parents, and open pages; not more,
 * however large files and row groups are. One thread at a time; after an exception only {@link #close} remains.
 */
public final class PartitionMerge implements AutoCloseable {
    /** Rows of children that are decoded at once. */
    private static final int CHILD_ROWS = 1 << 14;

    /** Rows of the root that are decoded at once at least, however small windows are. */
    private static final int ROOT_ROWS_MIN = 1 << 12;

    private final TreeSpec tree;
    private final MergeOptions options;
    private final MergeCounters counters;
    private final RootKeys rootKeys;
    private final TableReader root;
    private final List<JoinNode> nodes;

    private @Nullable TableBatch batch;
    private int at;
    /** Keys of the root up to this were merged. */
    private long lastKey = KeyIndex.NO_KEY;

    private boolean gap;

    /**
     * A merge without files.
     *
     * @param opener opens the files; stays the caller's
     */
    @MustBeClosed
    public PartitionMerge(
            TreeSpec tree, MergeOptions options, FileOpener opener, RootKeys rootKeys, Resources resources) {
        this.tree = tree;
        this.options = options;
        this.counters = resources.counters();
        this.rootKeys = rootKeys;
        int rootRows = Math.max(ROOT_ROWS_MIN, options.windowRows());
        this.root = new TableReader(tree.root(), opener, rootRows, resources.allocator());
        this.nodes = JoinNode.of(
                tree.joins(),
                false,
                table -> new TableReader(table, opener, CHILD_ROWS, resources.allocator()),
                options,
                counters);
    }

    /**
     * What a merge uses and does not own.
     *
     * @param allocator of what is decoded
     * @param counters of what happens
     */
    public record Resources(BufferAllocator allocator, MergeCounters counters) {}

    /** Adds files; roots that were listed before children have all rows of these. */
    public void add(Map<String, List<TableFile>> files) {
        root.add(files.getOrDefault(tree.root().name(), List.of()));
        nodes.forEach(node -> node.add(files));
    }

    /**
     * Begins in the middle, before the first window.
     *
     * @param row of the first file of the root
     * @param key children of parents up to this are not wanted, {@code -1} if all are
     */
    public void begin(long row, long key) throws IOException {
        root.moveTo(row);
        lastKey = key;
        gap = row > 0 && key == KeyIndex.NO_KEY;
        if (key != KeyIndex.NO_KEY) {
            for (JoinNode node : nodes) {
                node.stream().begin(node.join().isShared() ? KeyIndex.NO_KEY : key);
            }
        }
    }

    /** The file whose rows come next, null if none is left. */
    public @Nullable TableFile file() {
        return isBatchLeft() ? Objects.requireNonNull(batch).file() : root.file();
    }

    private boolean isBatchLeft() {
        return batch != null && at < batch.rowCount();
    }

    /** Leaves out the file whose rows come next, as far as no window was taken from it. */
    public void skipFile() {
        root.skipFile();
        batch = null;
        gap = true;
    }

    /** The next window, null when all files that are known are read. */
    public @Nullable MergedWindow next() throws IOException {
        return next(options.windowRows());
    }

    /** The next window, of at most {@code rowsMax} rows; null when all files that are known are read. */
    public @Nullable MergedWindow next(int rowsMax) throws IOException {
        if (!isBatchLeft()) {
            batch = root.next();
            at = 0;
        }
        TableBatch rows = batch;
        if (rows == null) {
            return null;
        }
        int from = at;
        int to = Math.min(rows.rowCount(), from + Math.min(rowsMax, options.windowRows()));
        long[] keys = ownKeys(rows, from, to);
        KeyIndex index = KeyIndex.of(keys);
        if (index.groupCount() > 0) {
            prepare(rows, index.min());
            to = from + completeRows(rows, keys, index.min());
        }
        MergedWindow window = window(rows, from, to, Arrays.copyOf(keys, to - from));
        at = to;
        counters.window(to - from, rows.heapBytes() + heldBytes());
        if (at == rows.rowCount()) {
            batch = null;
        }
        return window;
    }

    /** The keys of the rows from {@code from} up to {@code to}, or of those before keys go back by a whole block. */
    private long[] ownKeys(TableBatch rows, int from, int to) {
        long[] keys = new long[to - from];
        Column column = rows.column(tree.root().key());
        long max = KeyIndex.NO_KEY;
        for (int row = from; row < to; row++) {
            long key = column.key(row);
            if (key != KeyIndex.NO_KEY && key < max - ChildStream.BLOCK_KEYS) {
                return Arrays.copyOf(keys, row - from);
            }
            keys[row - from] = key;
            max = Math.max(max, key);
        }
        return keys;
    }

    /** Goes where the children of keys from {@code min} on are: back if they are not held any more. */
    private void prepare(TableBatch rows, long min) throws IOException {
        for (JoinNode node : nodes) {
            if (node.join().isShared()) {
                continue;
            }
            node.stream().gatherOrphans(options.orphansKept() ? new OrphanRows() : null);
            node.stream().order();
            if (gap) {
                node.stream().begin(min - 1);
            } else if (node.stream().isBehind(min)) {
                requireForward(rows, min);
                node.reseek(min);
            } else {
                node.stream().forward(min);
            }
        }
        gap = false;
    }

    private void requireForward(TableBatch rows, long key) throws TableException {
        if (options.regressionRefused()) {
            throw new TableException(rows.file().path() + " has id " + key + " after id " + lastKey
                    + " was merged (merge.id.regression=reseek merges it nevertheless)");
        }
    }

    /** How many of the rows have all their children here; at least one. */
    private int completeRows(TableBatch rows, long[] keys, long min) throws IOException {
        int complete = keys.length;
        for (JoinNode node : nodes) {
            if (!node.join().isShared()) {
                complete = completeRows(node, Arrays.copyOf(keys, complete), min, rows.heapBytes());
            }
        }
        return complete;
    }

    private int completeRows(JoinNode node, long[] keys, long min, long rootBytes) throws IOException {
        ChildStream stream = node.stream();
        long max = Arrays.stream(keys).max().orElse(KeyIndex.NO_KEY);
        while (max != KeyIndex.NO_KEY) {
            long below = stream.completeBelow();
            if (below > max) {
                break;
            }
            if (rootBytes + heldBytes() > options.windowBytesMax()) {
                stream.passBelow(min);
                int complete = prefixBelow(keys, below);
                if (complete > 0) {
                    return complete;
                }
                requireRoom(node, rootBytes + heldBytes(), min);
            }
            stream.readMore();
        }
        return keys.length;
    }

    private static int prefixBelow(long[] keys, long below) {
        int prefix = 0;
        while (prefix < keys.length && keys[prefix] < below) {
            prefix++;
        }
        return prefix;
    }

    private void requireRoom(JoinNode node, long held, long min) throws TableException {
        if (held / MergeOptions.PARENT_TIMES > options.windowBytesMax()) {
            String orphans = options.orphansKept() ? ", or those before it that have no parent (merge.orphans)" : "";
            throw new TableException("the rows of table " + node.join().table().name() + " for the row with id " + min
                    + " of table " + tree.root().name() + orphans + " take more than " + MergeOptions.PARENT_TIMES
                    + " times the " + options.windowBytesMax()
                    + " bytes allowed for one window (merge.window.max.bytes)");
        }
    }

    private MergedWindow window(TableBatch rows, int from, int to, long[] keys) throws IOException {
        List<Joined> joined = new ArrayList<>();
        List<Orphans> found = new ArrayList<>();
        KeyIndex index = KeyIndex.of(keys);
        for (int ordinal = 0; ordinal < nodes.size(); ordinal++) {
            JoinNode node = nodes.get(ordinal);
            if (node.join().isShared()) {
                joined.add(shared(node, rows, from, to));
                continue;
            }
            Matches matches = node.stream().collect(index);
            joined.add(new Joined(matches, null, null, node.below(matches)));
            Orphans orphans = node.stream().takeOrphans(ordinal);
            if (orphans != null) {
                found.add(orphans);
            }
        }
        if (index.groupCount() > 0) {
            lastKey = Math.max(lastKey, index.max());
        }
        return new MergedWindow(rows, from, to, joined, found);
    }

    private Joined shared(JoinNode node, TableBatch rows, int from, int to) throws IOException {
        RootKeys.Keys keys = rootKeys.of(node.join(), rows, from, to);
        KeyIndex index = KeyIndex.of(keys.keys());
        Matches matches = collectShared(node, index);
        Matches others = keys.others() == null ? null : collectShared(node, KeyIndex.of(keys.others()));
        return new Joined(matches, others, keys, List.of());
    }

    private Matches collectShared(JoinNode node, KeyIndex index) throws IOException {
        if (index.groupCount() == 0) {
            return Matches.NONE;
        }
        node.stream().provide(index.min(), index.max());
        return node.stream().collect(index);
    }

    /** The tables. */
    public TreeSpec tree() {
        return tree;
    }

    /** The largest key of a row of the root so far, {@code -1} if none had one. */
    public long lastKey() {
        return lastKey;
    }

    /** Forgets files that are not there any more, as far as they were read. */
    public void forget(Set<String> paths) {
        root.forget(paths);
        nodes.forEach(node -> node.forget(paths));
    }

    /** The files of children that have rows whose parents have not come. */
    public Set<String> orphanFiles() {
        Set<String> paths = new HashSet<>();
        nodes.forEach(node -> node.addOrphanFiles(paths));
        return paths;
    }

    /** Bytes of children on the heap. */
    private long heldBytes() {
        long bytes = 0;
        for (JoinNode node : nodes) {
            bytes += node.heapBytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        root.close();
        nodes.forEach(JoinNode::close);
    }
}
