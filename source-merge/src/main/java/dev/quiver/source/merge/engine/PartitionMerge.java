/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        prepare(rows, keys);
        to = from + completeRows(rows, keys);
        MergedWindow window = window(rows, from, to, Arrays.copyOf(keys, to - from));
        at = to;
        counters.window(to - from, rows.heapBytes() + heldBytes());
        if (at == rows.rowCount()) {
            batch = null;
        }
        return window;
    }

    private long[] ownKeys(TableBatch rows, int from, int to) {
        long[] keys = new long[to - from];
        Column column = rows.column(tree.root().key());
        for (int row = from; row < to; row++) {
            keys[row - from] = column.key(row);
        }
        return keys;
    }

    /** Where children of these keys are not held any more, they are searched anew. */
    private void prepare(TableBatch rows, long[] keys) throws IOException {
        KeyIndex index = KeyIndex.of(keys);
        if (index.groupCount() == 0) {
            return;
        }
        for (JoinNode node : nodes) {
            if (!node.join().isShared() && (gap || node.stream().isBehind(index.min()))) {
                if (gap) {
                    node.stream().begin(index.min() - 1);
                } else {
                    requireForward(rows, index.min());
                    node.reseek(index.min());
                }
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
    private int completeRows(TableBatch rows, long[] keys) throws IOException {
        int complete = keys.length;
        for (JoinNode node : nodes) {
            if (!node.join().isShared()) {
                complete = completeRows(node.stream(), Arrays.copyOf(keys, complete), rows.heapBytes());
            }
        }
        return complete;
    }

    private int completeRows(ChildStream stream, long[] keys, long rootBytes) throws IOException {
        long max = Arrays.stream(keys).max().orElse(KeyIndex.NO_KEY);
        while (max != KeyIndex.NO_KEY) {
            long below = stream.completeBelow();
            if (below > max) {
                break;
            }
            long held = rootBytes + heldBytes();
            if (held > options.windowBytesMax()) {
                int complete = prefixBelow(keys, below);
                if (complete > 0) {
                    return complete;
                }
                requireRoom(held, keys);
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

    private void requireRoom(long held, long[] keys) throws TableException {
        if (held / MergeOptions.PARENT_TIMES > options.windowBytesMax()) {
            throw new TableException("the children of the row with id " + keys[0] + " of table "
                    + tree.root().name() + " take more than " + MergeOptions.PARENT_TIMES + " times the "
                    + options.windowBytesMax() + " bytes allowed for one window (merge.window.max.bytes)");
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
            OrphanRows orphans = options.orphansKept() ? new OrphanRows() : null;
            node.stream().gatherOrphans(orphans);
            Matches matches = node.stream().collect(index);
            joined.add(new Joined(matches, null, null, node.below(matches)));
            Orphans kept = orphans == null ? null : orphans.orphans(ordinal);
            if (kept != null) {
                found.add(kept);
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
