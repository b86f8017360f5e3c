/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

/** What happens when records come again that the database has, which only a topic that was cut or made anew does. */
enum RewindBehavior {
    /** The task fails. */
    FAIL,
    /** They are taken for new ones. */
    ACCEPT,
    /** They are passed over until new offsets come. */
    IGNORE
}
