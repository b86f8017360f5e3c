/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * The worker as a task of a sink sees it that writes something new from the first record to the last: one that seeks or
 * pauses does something else than what is measured.
 */
final class QuietWorker implements SinkTaskContext {
    private final Set<TopicPartition> assignment;

    QuietWorker(Set<TopicPartition> assignment) {
        this.assignment = Set.copyOf(assignment);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new IllegalStateException("the task seeks in what is new");
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new IllegalStateException("the task seeks in what is new");
    }

    @Override
    public void timeout(long timeoutMs) {
        // The next call comes at once.
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assignment;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new IllegalStateException("the task pauses");
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new IllegalStateException("the task resumes");
    }

    @Override
    public void requestCommit() {
        // Offsets are asked for in the end.
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return null;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new NoSuchMethodError("workers before 4.1 have none");
    }
}
