/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.ipc.DecodedBatch;

/**
 * Rows of a batch, one after the other, that belong to one directory: those from {@code from} up to {@code to}.
 */
record RowRun(DecodedBatch batch, int from, int to, String directory) {
    int rowCount() {
        return to - from;
    }
}
