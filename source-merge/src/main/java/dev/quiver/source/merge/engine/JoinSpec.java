/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.List;

/**
 * A child table and how its rows find their parents.
 *
 * @param table the child
 * @param parentKey which column of the parent has the key
 * @param isShared whether many parents may have the same key, and all of them its rows
 * @param children of the child
 */
public record JoinSpec(TableSpec table, int parentKey, boolean isShared, List<JoinSpec> children) {
    public JoinSpec {
        children = List.copyOf(children);
    }

    /** A child without children of its own. */
    public JoinSpec(TableSpec table, int parentKey, boolean isShared) {
        this(table, parentKey, isShared, List.of());
    }
}
