/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

/** What the values of a column are read as, whatever their width. */
public enum ColumnKind {
    /** Whole numbers, times included. */
    INTEGER,
    /** Floating-point numbers of 8 bytes. */
    FLOATING,
    /** Yes or no. */
    BOOLEAN,
    /** Texts and byte strings. */
    BYTES
}
