/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of the rows that are in topics for certain: where each one is and what it holds, by an id that the row
 * carries. Rows are kept in canonical form, some hundred bytes each. Safe for use by several threads.
 */
public final class ProducedRows {
    /** The column that carries the id. */
    public static final String ID_COLUMN = "row_id";

    private final Map<String, Produced> rows = new HashMap<>();
    private final Map<TopicPartition, Long> nextNumber = new HashMap<>();

    /**
     * Enters a row.
     *
     * @throws IllegalStateException if there is one with that id already
     */
    public synchronized void add(
            String id, String topic, int partition, long offset, Map<String, ? extends @Nullable Object> row) {
        Produced produced = new Produced(topic, partition, offset, CanonicalRow.of(row));
        Produced other = rows.putIfAbsent(id, produced);
        if (other != null) {
            throw new IllegalStateException(
                    "row " + id + " is both at " + produced.position() + " and at " + other.position());
        }
    }

    /** The number of rows. */
    public synchronized long count() {
        return rows.size();
    }

    /** A new id for a row of one partition; it tells by itself where to look, but not the offset. */
    synchronized String nextId(String topic, int partition) {
        long number = nextNumber.merge(new TopicPartition(topic, partition), 1L, Long::sum) - 1;
        return topic + "-" + partition + "#" + number;
    }

    /** The rows by id, as they are now. */
    synchronized Map<String, Produced> snapshot() {
        return Map.copyOf(rows);
    }

    /** Where a row is, and what it holds. */
    record Produced(String topic, int partition, long offset, CanonicalRow row) {
        /** {@code topic-partition@offset}. */
        String position() {
            return topic + "-" + partition + "@" + offset;
        }
    }
}
