/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Matches;
import org.jspecify.annotations.Nullable;

/** Child rows by parents. */
record Items(Matches matches) {
    /** The rows of {@code parent}. */
    Run of(int parent) {
        return new Run(matches, matches.start(parent), matches.end(parent));
    }

    /**
     * Child rows of one parent.
     *
     * @param matches that have them, null if there are none
     * @param from the first item
     * @param to one past the last one
     */
    record Run(@Nullable Matches matches, int from, int to) {
        static final Run NONE = new Run(null, 0, 0);

        int count() {
            return to - from;
        }

        /** The matches; there must be rows. */
        Matches some() {
            if (matches == null) {
                throw new IllegalStateException("there are no rows");
            }
            return matches;
        }

        /** Whether these are the very same rows. */
        boolean isSame(Run other) {
            boolean isEmpty = count() == 0 && other.count() == 0;
            return isEmpty || (matches == other.matches && from == other.from && to == other.to);
        }
    }
}
