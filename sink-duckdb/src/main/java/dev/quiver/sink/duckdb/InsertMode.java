/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

/** What happens to rows of a table that have the key of a new one. */
enum InsertMode {
    /** They stay. */
    INSERT,
    /** The new one takes their place. */
    UPSERT
}
