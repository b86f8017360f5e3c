/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

/**
 * How much is merged at once, and what child tables are like.
 *
 * @param windowRows rows of the root in one window at most
 * @param windowBytesMax bytes of rows on the heap from which on windows are cut short
 * @param childOrder whether child rows are sorted
 * @param orphansKept whether orphans are handed out
 * @param regressionRefused whether it is an error when keys of the root go back
 */
public record MergeOptions(
        int windowRows, long windowBytesMax, ChildOrder childOrder, boolean orphansKept, boolean regressionRefused) {
    /** A single parent may have so many times {@link #windowBytesMax}. */
    static final int PARENT_TIMES = 4;

    /** How the rows of child tables are ordered. */
    public enum ChildOrder {
        /** In blocks: whatever follows a row has a key that is less than 65 536 smaller. */
        AUTO,
        /** By the key of their parents. */
        SORTED,
        /** As {@link #AUTO}: there is nothing else that could be merged in bounded memory. */
        UNSORTED
    }
}
