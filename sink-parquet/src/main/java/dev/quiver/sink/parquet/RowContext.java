/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import java.time.Clock;

/**
 * What rows are seen with.
 *
 * @param nullHandling what nulls mean
 * @param clock the wall clock
 * @param writesNulls whether a row may have nothing but the columns beside those of its value
 */
record RowContext(NullHandling nullHandling, Clock clock, boolean writesNulls) {
    /** For rows that always have columns of their own. */
    RowContext(NullHandling nullHandling, Clock clock) {
        this(nullHandling, clock, false);
    }
}
