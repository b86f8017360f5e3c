/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

/** What a record's value wraps. */
enum RecordEnvelope {
    /** It is the row itself. */
    NONE,
    /** Values of Debezium tell what happened to a row, others are rows. */
    DEBEZIUM
}
