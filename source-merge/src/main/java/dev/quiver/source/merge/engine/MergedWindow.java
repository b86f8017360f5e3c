/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.List;

/**
 * Rows of a root with all rows of its children. Parents are counted from {@code from} on: parent 0 is row {@code from}.
 *
 * @param root the rows
 * @param from the first row of the window
 * @param to one past the last one
 * @param joins the children, as the tree has them
 * @param orphans children without a parent whose keys lie between those of the rows, if they are wanted
 */
public record MergedWindow(TableBatch root, int from, int to, List<Joined> joins, List<Orphans> orphans) {
    public MergedWindow {
        joins = List.copyOf(joins);
        orphans = List.copyOf(orphans);
    }

    /** Rows. */
    public int size() {
        return to - from;
    }
}
