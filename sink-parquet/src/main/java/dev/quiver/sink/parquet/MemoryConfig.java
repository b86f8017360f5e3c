/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.file.Path;

/**
 * What a task may take.
 *
 * @param bytesMax heap bytes of gathered rows, open and unpublished files
 * @param batchRowsMax rows gathered before they are encoded
 * @param spillDirectory where pages of open files go beyond that
 * @param spillBytesMax how many bytes of them; 0 for none
 */
record MemoryConfig(long bytesMax, int batchRowsMax, Path spillDirectory, long spillBytesMax) {
    /** How far the budget is emptied when it is full. */
    long bytesAfterRelief() {
        return bytesMax / 4 * 3;
    }

    /** Complete files that may wait on the heap for others to be finished. */
    long finishedBytesMax() {
        return bytesMax / 4;
    }
}
