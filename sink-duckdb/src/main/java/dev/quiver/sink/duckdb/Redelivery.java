/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.function.Function;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * The batch that could not be taken in as a whole, until it could. The worker hands in the same objects again, less
 * those of partitions that it has lost since.
 */
final class Redelivery {
    /** What stands for the source of records that were not ours when the batch failed. */
    private static final Source NONE = new Source();

    private final IdentityHashMap<SinkRecord, Source> records = new IdentityHashMap<>();

    /** Remembers {@code batch}, and where each of its records belongs now. */
    void failed(Collection<SinkRecord> batch, Function<SinkRecord, @Nullable Source> sourceOf) {
        for (SinkRecord sinkRecord : batch) {
            Source source = sourceOf.apply(sinkRecord);
            records.putIfAbsent(sinkRecord, source == null ? NONE : source);
        }
    }

    /** Forgets the batch: it was taken in. */
    void succeeded() {
        records.clear();
    }

    /** Whether a batch could not be taken in. */
    boolean isOn() {
        return !records.isEmpty();
    }

    /** Whether {@code sinkRecord} was in the batch that failed. */
    boolean has(SinkRecord sinkRecord) {
        return records.containsKey(sinkRecord);
    }

    /**
     * Whether the reading of the partition of {@code sinkRecord}, which is at {@code source} now, began anew after the
     * batch had failed: this record would then stand before its predecessors.
     */
    boolean isLeftOver(SinkRecord sinkRecord, @Nullable Source source) {
        Source then = records.get(sinkRecord);
        return then != null && then != source;
    }
}
