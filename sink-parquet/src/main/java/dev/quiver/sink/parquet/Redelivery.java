/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.RecordCoordinates;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The batch that could not be taken in as a whole, until it could. The worker hands in the same objects again, less
 * those of partitions it has lost since; under a transformed topic it overlooks some of them.
 */
final class Redelivery {
    /** What stands for the source of records that were not ours when the batch failed. */
    private static final SourcePartition NONE = new SourcePartition();

    private final IdentityHashMap<SinkRecord, SourcePartition> records = new IdentityHashMap<>();

    /** Remembers {@code batch}, and where each of its records belongs now. */
    void failed(Collection<SinkRecord> batch, Function<SinkRecord, SourcePartition> sourceOf) {
        for (SinkRecord sinkRecord : batch) {
            records.computeIfAbsent(sinkRecord, unused -> {
                SourcePartition source = sourceOf.apply(sinkRecord);
                return source == null ? NONE : source;
            });
        }
    }

    /** The first offset of {@code partition} in the batch. */
    OptionalLong firstOffset(TopicPartition partition) {
        return records.keySet().stream()
                .filter(sinkRecord -> RecordCoordinates.isFrom(sinkRecord, partition))
                .mapToLong(RecordCoordinates::offset)
                .min();
    }

    /** Forgets the batch: it was taken in. */
    void succeeded() {
        records.clear();
    }

    /** Whether {@code sinkRecord} was in the batch that failed. */
    boolean has(SinkRecord sinkRecord) {
        return records.containsKey(sinkRecord);
    }

    /**
     * Whether the partition of {@code sinkRecord}, now {@code source}, was opened after the batch had failed: the
     * consumer then starts again at the committed offset, and this record would stand before its predecessors.
     */
    boolean isLeftOver(SinkRecord sinkRecord, SourcePartition source) {
        SourcePartition then = records.get(sinkRecord);
        return then != null && then != source;
    }
}
