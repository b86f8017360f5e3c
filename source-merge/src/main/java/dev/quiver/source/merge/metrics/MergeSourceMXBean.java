/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.metrics;

/** What one task has done since it was started. */
public interface MergeSourceMXBean {
    /** Partitions that it replays. */
    long getPartitions();

    /** Rows of logs or spans that were merged. */
    long getRows();

    /** Rows of child tables that found their parents. */
    long getChildRows();

    /** Records that were handed to the worker. */
    long getRecords();

    /** Bytes read from the store. */
    long getBytesRead();

    /** Windows. */
    long getWindows();

    /** The most heap bytes that the rows of one window took. */
    long getWindowBytesMax();

    /** Child rows whose parent is missing. */
    long getOrphans();

    /** Child rows that came after their parent was merged without them. */
    long getLateChildRows();

    /** How often child rows were searched anew because ids went back. */
    long getReseeks();

    /** Rows whose resource or scope are not known. */
    long getUnresolvedResources();

    /** Values that became empty. */
    long getBadValues();

    /** Attributes beyond the limit that were left out. */
    long getDroppedAttributes();

    /** Files that could not be read and were passed over. */
    long getSkippedFiles();

    /** Files that are done and were tagged, moved or removed. */
    long getFinishedFiles();

    /** How often the store failed and was tried again. */
    long getRetries();
}
