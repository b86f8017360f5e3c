/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

/** Where the columns that tell rows apart come from. */
enum KeyMode {
    /** There are none. */
    NONE,
    /** Topic, partition and offset of the record. */
    KAFKA,
    /** The key of the record. */
    RECORD_KEY,
    /** Fields of the value. */
    RECORD_VALUE
}
