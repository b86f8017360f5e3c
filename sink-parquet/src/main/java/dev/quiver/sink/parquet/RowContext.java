/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.NullHandling;
import java.time.Clock;

/**
 * What rows are seen with.
 *
 * @param nullHandling what nulls mean
 * @param clock the wall clock
 */
record RowContext(NullHandling nullHandling, Clock clock) {}
