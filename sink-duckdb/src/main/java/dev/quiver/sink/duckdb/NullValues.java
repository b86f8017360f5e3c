/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

/** What happens to records without a value that delete nothing. */
enum NullValues {
    /** They are passed over. */
    IGNORE,
    /** They go where records go that cannot be written. */
    REPORT,
    /** The task fails. */
    FAIL
}
