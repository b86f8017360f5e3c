/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A table and all those below it.
 *
 * @param root every row of which becomes a record
 * @param time which column of the root has the time of a row, in nanoseconds
 * @param joins the children
 */
public record TreeSpec(TableSpec root, int time, List<JoinSpec> joins) {
    public TreeSpec {
        joins = List.copyOf(joins);
    }

    /** All tables below the root. */
    public List<TableSpec> children() {
        List<TableSpec> children = new ArrayList<>();
        joins.forEach(join -> addAll(join, children));
        return children;
    }

    private static void addAll(JoinSpec join, List<TableSpec> children) {
        children.add(join.table());
        join.children().forEach(child -> addAll(child, children));
    }
}
