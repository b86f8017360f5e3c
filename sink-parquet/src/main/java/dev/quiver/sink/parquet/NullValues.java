/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** What happens to records without a value, such as tombstones. */
enum NullValues {
    /** They are passed over and counted. */
    IGNORE,
    /** They are treated like records that cannot be written. */
    REPORT,
    /** The task fails. */
    FAIL,
    /** They are rows that have only the columns beside those of the value. */
    WRITE
}
