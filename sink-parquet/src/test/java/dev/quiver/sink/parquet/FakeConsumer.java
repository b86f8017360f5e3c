/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The consumer of a task that remembers what it was told. */
final class FakeConsumer implements ParquetSink.Consumer {
    /** Where the task wants to read next. */
    final Map<TopicPartition, Long> seeks = new HashMap<>();
    /** What the task does not want to read now. */
    final Set<TopicPartition> paused = new LinkedHashSet<>();

    @Override
    public void seek(TopicPartition partition, long offset) {
        seeks.put(partition, offset);
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }
}
