/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.ArrayList;
import java.util.List;

/** The files of one table in the order of reading, to which others may be added behind those that were read. */
final class TableFiles {
    private final List<TableFile> files = new ArrayList<>();
    /** No key in a file or behind it is smaller. */
    private long[] lowest = {};

    int count() {
        return files.size();
    }

    TableFile get(int index) {
        return files.get(index);
    }

    /** Adds {@code added}; the first {@code fixed} files stay where they are. */
    void add(List<TableFile> added, int fixed) {
        List<TableFile> open = new ArrayList<>(files.subList(fixed, files.size()));
        open.addAll(added);
        files.subList(fixed, files.size()).clear();
        files.addAll(FileOrder.sorted(open));
        long[] suffix = new long[files.size()];
        long low = Long.MAX_VALUE;
        for (int index = files.size() - 1; index >= 0; index--) {
            TableFile file = files.get(index);
            low = file.rowCount() == 0 ? low : Math.min(low, file.keys().lowest());
            suffix[index] = low;
        }
        lowest = suffix;
    }

    /** No key in file {@code index} or one behind it is smaller than this. */
    long lowestFrom(int index) {
        return index < lowest.length ? lowest[index] : Long.MAX_VALUE;
    }

    /** The first file that may have {@code key} or a larger one. */
    int firstWith(long key) {
        int index = 0;
        while (index < files.size()
                && (files.get(index).rowCount() == 0 || files.get(index).keys().highest() < key)) {
            index++;
        }
        return index;
    }
}
