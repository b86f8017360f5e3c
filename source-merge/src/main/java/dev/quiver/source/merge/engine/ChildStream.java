/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A child table that follows its parents. Rows that are read before their parents come stay where they are until then.
 *
 * <p>A parent has all its rows once no row can follow that has its key: the pages say so, or a row was seen that is
 * {@value #BLOCK_KEYS} keys ahead, which is more than one block of rows spans.
 */
final class ChildStream implements AutoCloseable {
    /** Keys in one block of rows at most: within a batch of the producer they have 16 bits. */
    static final long BLOCK_KEYS = 1 << 16;

    /** Shared rows stay for keys that are so much smaller than those just asked for. */
    private static final long SHARED_SLACK = 1024;

    private final JoinSpec join;
    private final boolean nested;
    private final TableReader reader;
    private final MergeOptions options;
    private final MergeCounters counters;
    private final List<Chunk> chunks = new ArrayList<>();

    /** Rows with smaller keys are not held any more. */
    private long floor;
    /** Rows with keys up to this were given to their parents, or are known to have none. */
    private long settledThrough = KeyIndex.NO_KEY;
    /** The largest key read since the last search. */
    private long maxSeen = KeyIndex.NO_KEY;
    /** The largest key ever read. */
    private long furthest = KeyIndex.NO_KEY;

    private boolean isLate;

    /** Files with rows whose parents are missing so far. */
    private final Set<String> orphanFiles = new HashSet<>();

    private @Nullable OrphanRows orphans;

    /** Reads the child of {@code join} through {@code reader}, which it closes. */
    ChildStream(JoinSpec join, boolean nested, TableReader reader, MergeOptions options, MergeCounters counters) {
        this.join = join;
        this.nested = nested;
        this.reader = reader;
        this.options = options;
        this.counters = counters;
    }

    /** Adds files. One that should have been read before takes its place with the next search. */
    void add(List<TableFile> files) {
        reader.add(files);
        for (TableFile file : files) {
            isLate |= file.rowCount() > 0 && file.keys().lowest() <= furthest;
        }
    }

    /** Forgets those of the files with {@code paths} that lie behind. */
    void forget(Set<String> paths) {
        reader.forget(paths);
    }

    /** Reads again what is held, with files that came late in their places. */
    void order() throws IOException {
        if (isLate) {
            isLate = false;
            chunks.clear();
            maxSeen = KeyIndex.NO_KEY;
            reader.seek(floor);
        }
    }

    /** Begins behind {@code key}: children of parents up to it are not wanted. */
    void begin(long key) throws IOException {
        chunks.clear();
        maxSeen = KeyIndex.NO_KEY;
        settledThrough = Math.max(settledThrough, key);
        floor = join.isShared() || nested ? 0 : key + 1;
        reader.seek(key + 1);
    }

    /**
     * Goes on at the children of {@code key} if they are far ahead, and everything before them was given to its parents
     * already: so it is behind a file that came late.
     */
    void forward(long key) throws IOException {
        long next = Math.min(key, settledThrough + 1);
        if (next > Math.max(maxSeen, floor) + BLOCK_KEYS) {
            chunks.clear();
            maxSeen = KeyIndex.NO_KEY;
            floor = next;
            reader.seek(next);
        }
    }

    /** Searches from the children of {@code key} on. */
    void reseek(long key) throws IOException {
        chunks.clear();
        maxSeen = KeyIndex.NO_KEY;
        floor = key;
        reader.seek(key);
        counters.reseek();
    }

    /** Whether children of {@code key} are not held any more. */
    boolean isBehind(long key) {
        return key < floor;
    }

    /**
     * Makes sure that the children of all parents from {@code min} to {@code max} are here, which may mean to search
     * for them, back or far ahead.
     */
    void provide(long min, long max) throws IOException {
        order();
        if (isBehind(min)) {
            reseek(min);
        } else if (min > Math.max(maxSeen, floor) + BLOCK_KEYS) {
            chunks.clear();
            floor = min;
            reader.seek(min);
        }
        while (completeBelow() <= max) {
            readMore();
        }
    }

    /** Children of smaller keys are all here. */
    long completeBelow() throws IOException {
        if (reader.isAtEnd()) {
            return Long.MAX_VALUE;
        }
        boolean isSorted = options.childOrder() == MergeOptions.ChildOrder.SORTED;
        return reader.unreadMin(isSorted ? maxSeen : maxSeen - BLOCK_KEYS + 1);
    }

    /** Gives up rows with keys below {@code key}: their parents would have come before. */
    void passBelow(long key) {
        Chunk.Unmatched unmatched = (chunk, row, parent) -> isDone(chunk, row, parent, key);
        chunks.forEach(chunk -> chunk.pass(key, unmatched));
        chunks.removeIf(Chunk::isEmpty);
    }

    /** Reads on. */
    void readMore() throws IOException {
        boolean fresh = reader.isFresh();
        TableBatch batch = reader.next();
        if (batch != null) {
            Chunk chunk = new Chunk(batch, join.table().parent(), fresh);
            maxSeen = Math.max(maxSeen, chunk.maxKey());
            furthest = Math.max(furthest, maxSeen);
            chunks.add(chunk);
        }
    }

    /**
     * The rows of the parents in {@code keys}, which must all be {@linkplain #completeBelow complete}. Unless they are
     * shared they are not held any longer.
     */
    Matches collect(KeyIndex keys) {
        int groupCount = keys.groupCount();
        if (groupCount == 0) {
            return Matches.NONE;
        }
        long dropBelow = dropBelow(keys);
        int[] counts = new int[groupCount];
        Chunk.Unmatched unmatched = (chunk, row, key) -> isDone(chunk, row, key, dropBelow);
        for (Chunk chunk : chunks) {
            chunk.match(keys, join.isShared(), unmatched, counts);
        }
        Matches matches = place(keys, counts);
        chunks.removeIf(Chunk::isEmpty);
        settledThrough = Math.max(settledThrough, dropBelow - 1);
        floor = Math.max(floor, dropBelow);
        return matches;
    }

    private long dropBelow(KeyIndex keys) {
        if (join.isShared()) {
            return Math.max(0, keys.min() - SHARED_SLACK);
        }
        return nested ? Math.max(0, keys.max() - BLOCK_KEYS) : keys.max() + 1;
    }

    private boolean isDone(Chunk chunk, int row, long key, long dropBelow) {
        if (key >= dropBelow) {
            return false;
        }
        if (join.isShared()) {
            return true;
        }
        if (key > settledThrough || key == KeyIndex.NO_KEY) {
            counters.orphans(1);
            orphanFiles.add(chunk.batch().file().path());
            if (orphans != null && key != KeyIndex.NO_KEY) {
                orphans.add(chunk.batch(), row, key);
            }
        } else if (chunk.isFresh()) {
            counters.lateRows(1);
        }
        return true;
    }

    private Matches place(KeyIndex keys, int[] counts) {
        int[] starts = new int[counts.length + 1];
        for (int group = 0; group < counts.length; group++) {
            starts[group + 1] = starts[group] + counts[group];
        }
        int size = starts[counts.length];
        int[] batchOf = new int[size];
        int[] rows = new int[size];
        int[] next = Arrays.copyOf(starts, counts.length);
        List<TableBatch> batches = new ArrayList<>(chunks.size());
        for (int ordinal = 0; ordinal < chunks.size(); ordinal++) {
            Chunk chunk = chunks.get(ordinal);
            chunk.place(ordinal, next, batchOf, rows);
            batches.add(chunk.batch());
        }
        counters.childRows(size);
        return new Matches(keys.groupOf(), starts, batches, batchOf, rows);
    }

    /** From now on orphans are gathered in {@code target}. */
    void gatherOrphans(@Nullable OrphanRows target) {
        orphans = target;
    }

    /** The orphans that were gathered, null if there are none; gathers no more. */
    @Nullable
    Orphans takeOrphans(int join) {
        Orphans taken = orphans == null ? null : orphans.orphans(join);
        orphans = null;
        return taken;
    }

    /** The files that have rows whose parents have not come. */
    Set<String> orphanFiles() {
        return orphanFiles;
    }

    /** Bytes of the rows that are held. */
    long heapBytes() {
        long bytes = orphans == null ? 0 : orphans.heapBytes();
        for (Chunk chunk : chunks) {
            bytes += chunk.heapBytes();
        }
        return bytes;
    }

    @Override
    public void close() {
        chunks.clear();
        reader.close();
    }
}
