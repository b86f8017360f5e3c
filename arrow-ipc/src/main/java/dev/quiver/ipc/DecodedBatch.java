/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.List;

/**
 * A checked batch.
 *
 * @param batch nodes and buffers
 * @param columns the columns of {@code batch}, one per field of the schema
 * @param dictionaries the dictionaries in force for this batch, deltas included
 */
public record DecodedBatch(HeapBatch batch, List<HeapColumn> columns, Dictionaries dictionaries) {
    /** Copies the list. */
    public DecodedBatch {
        columns = List.copyOf(columns);
    }
}
