/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

/** What happens to columns of types that the database does not have. */
enum UnsupportedTypes {
    /** They become what has room for every value. */
    CONVERT,
    /** Their records are refused. */
    REFUSE
}
