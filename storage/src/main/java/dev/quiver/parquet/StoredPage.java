/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A finished data page that waits for its row group to end.
 *
 * @param counts how much it holds
 * @param body levels and values as they go to the file
 * @param encoding of the values
 * @param statistics of values and nulls
 * @param sizes what the page would take without an encoding
 */
record StoredPage(Counts counts, PageBody body, Encoding encoding, Statistics<?> statistics, SizeStatistics sizes) {
    /** What a page costs apart from its bytes, about: objects for counts, statistics and histograms. */
    private static final int OVERHEAD_BYTES = 400;

    /**
     * How much a page holds.
     *
     * @param rowCount rows that begin in it
     * @param slotCount values and nulls
     * @param nullCount slots without a value
     * @param repetitionBytes of the repetition levels, if these are stored apart from the values, otherwise 0
     * @param definitionBytes of the definition levels, if these are stored apart from the values, otherwise 0
     * @param plainBytes of all parts before compression
     */
    record Counts(
            int rowCount, int slotCount, int nullCount, int repetitionBytes, int definitionBytes, int plainBytes) {}

    /** The same with its bytes elsewhere. */
    StoredPage moved(PageBody newBody) {
        return new StoredPage(counts, newBody, encoding, statistics, sizes);
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return body.retainedBytes() + OVERHEAD_BYTES;
    }
}
