/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files of one table in the order of reading, and how far each was ever read. */
final class TableFiles {
    private final List<Entry> entries = new ArrayList<>();
    /** No key in a file or behind it is smaller; -1 where that is not known. */
    private long[] lowest = {};

    /** A file and the rows of it that were read before. */
    private static final class Entry {
        private final TableFile file;
        private long rowsRead;

        Entry(TableFile file) {
            this.file = file;
        }
    }

    int count() {
        return entries.size();
    }

    TableFile get(int index) {
        return entries.get(index).file;
    }

    /** Whether {@code row} of file {@code index} was never read. */
    boolean isFresh(int index, long row) {
        return row >= entries.get(index).rowsRead;
    }

    /** Remembers that the rows before {@code row} of file {@code index} were read. */
    void read(int index, long row) {
        Entry entry = entries.get(index);
        entry.rowsRead = Math.max(entry.rowsRead, row);
    }

    /** One past the last file of which rows were read. */
    int begunCount() {
        int begun = entries.size();
        while (begun > 0 && entries.get(begun - 1).rowsRead == 0) {
            begun--;
        }
        return begun;
    }

    /** Adds {@code added}; the first {@code fixed} files stay where they are. */
    void add(List<TableFile> added, int fixed) {
        added.forEach(file -> entries.add(new Entry(file)));
        sort(Math.min(fixed, entries.size()));
    }

    /** Puts all files in order, whatever was read of them. */
    void sort() {
        sort(0);
    }

    private void sort(int fixed) {
        Map<String, Entry> byPath = new HashMap<>();
        List<TableFile> open = new ArrayList<>();
        for (Entry entry : entries.subList(fixed, entries.size())) {
            byPath.put(entry.file.path(), entry);
            open.add(entry.file);
        }
        List<Entry> sorted = new ArrayList<>();
        for (TableFile file : FileOrder.sorted(open)) {
            Entry entry = byPath.get(file.path());
            if (entry != null) {
                sorted.add(entry);
            }
        }
        entries.subList(fixed, entries.size()).clear();
        entries.addAll(sorted);
        findLowest();
    }

    private void findLowest() {
        lowest = new long[entries.size()];
        long low = Long.MAX_VALUE;
        for (int index = entries.size() - 1; index >= 0; index--) {
            TableFile file = entries.get(index).file;
            low = file.rowCount() == 0 ? low : Math.min(low, file.keys().lowest());
            lowest[index] = low;
        }
    }

    /**
     * Forgets those of the first {@code before} files that have one of {@code paths}.
     *
     * @return how many there were
     */
    int remove(Set<String> paths, int before) {
        List<Entry> removed = new ArrayList<>();
        for (Entry entry : entries.subList(0, before)) {
            if (paths.contains(entry.file.path())) {
                removed.add(entry);
            }
        }
        entries.removeAll(removed);
        findLowest();
        return removed.size();
    }

    /** No key in file {@code index} or one behind it is smaller than this; -1 if that is not known. */
    long lowestFrom(int index) {
        return index < lowest.length ? lowest[index] : Long.MAX_VALUE;
    }

    /** The first file that may have {@code key} or a larger one. */
    int firstWith(long key) {
        int index = 0;
        while (index < entries.size()
                && (get(index).rowCount() == 0 || get(index).keys().highest() < key)) {
            index++;
        }
        return index;
    }
}
