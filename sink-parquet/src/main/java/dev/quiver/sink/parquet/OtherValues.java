/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

/** What becomes of values that are no structs. */
enum OtherValues {
    /** They are treated like records that cannot be written. */
    REFUSE,
    /** They are one column. */
    COLUMN,
    /** What has fields but no schema becomes columns, anything else one column. */
    INFER
}
