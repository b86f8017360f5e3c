/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.TreeSpec;

/** What a record is. */
public enum Signal {
    /** A log record. */
    LOGS(LogColumns.tree()),
    /** A span, with its events and links. */
    SPANS(SpanColumns.tree());

    @SuppressWarnings("ImmutableEnumChecker") // it is, but for what the compiler sees of its lists
    private final TreeSpec tree;

    Signal(TreeSpec tree) {
        this.tree = tree;
    }

    /** The tables. */
    public TreeSpec tree() {
        return tree;
    }
}
