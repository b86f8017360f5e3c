/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import java.util.List;

/**
 * What one transaction does to one table, in this order; owns the rows.
 *
 * @param empties whether all rows go first
 * @param keys the keys whose rows go then, in the columns that keys have
 * @param segments the rows that come
 */
record TableLoad(String table, boolean empties, List<ArrowBatch> keys, List<Segment> segments)
        implements AutoCloseable {
    TableLoad {
        keys = List.copyOf(keys);
        segments = List.copyOf(segments);
    }

    int rowCount() {
        return segments.stream().mapToInt(Segment::rowCount).sum();
    }

    long byteCount() {
        return segments.stream().mapToLong(Segment::byteCount).sum();
    }

    @Override
    public void close() {
        keys.forEach(ArrowBatch::close);
        segments.forEach(Segment::close);
    }
}
