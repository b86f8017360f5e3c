/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Column;
import java.util.Arrays;

/** Which rows of a window can share a resource, and which a scope, in one message. */
final class Grouping {
    private Grouping() {}

    /** Whether the rows of {@code one} and {@code other} have the same resource. */
    static boolean isSameResource(OtelWindow window, int one, int other) {
        return window.resource(one).isSame(window.resource(other))
                && window.isUnresolved(one) == window.isUnresolved(other)
                && isSameNumber(window, RootColumns.RESOURCE_ID, one, other)
                && isSameNumber(window, RootColumns.RESOURCE_DROPPED, one, other)
                && isSameText(window, RootColumns.RESOURCE_SCHEMA_URL, one, other);
    }

    /** Whether rows with the same resource have the same scope. */
    static boolean isSameScope(OtelWindow window, int one, int other) {
        return window.scope(one).isSame(window.scope(other))
                && isSameNumber(window, RootColumns.SCOPE_ID, one, other)
                && isSameNumber(window, RootColumns.SCOPE_DROPPED, one, other)
                && isSameText(window, RootColumns.SCOPE_NAME, one, other)
                && isSameText(window, RootColumns.SCOPE_VERSION, one, other)
                && isSameText(window, RootColumns.SCHEMA_URL, one, other);
    }

    private static boolean isSameNumber(OtelWindow window, int ordinal, int one, int other) {
        Column column = window.column(ordinal);
        return column.numberOr(window.row(one), -1) == column.numberOr(window.row(other), -1);
    }

    private static boolean isSameText(OtelWindow window, int ordinal, int one, int other) {
        Column column = window.column(ordinal);
        int left = window.row(one);
        int right = window.row(other);
        if (column.isNull(left) || column.isNull(right)) {
            return column.isNull(left) == column.isNull(right);
        }
        return Arrays.equals(
                column.array(),
                column.start(left),
                column.end(left),
                column.array(),
                column.start(right),
                column.end(right));
    }
}
