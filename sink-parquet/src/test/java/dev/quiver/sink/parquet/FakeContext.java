/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What a worker gives a task, remembering what the task asks for. */
final class FakeContext implements SinkTaskContext {
    /** A record that the task reported. */
    record Report(SinkRecord sinkRecord, Throwable reason) {}

    private final boolean hasReporter;
    private final List<Report> reports = new ArrayList<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private long timeoutMs = -1;
    private @Nullable PluginMetrics metrics;

    private FakeContext(boolean hasReporter) {
        this.hasReporter = hasReporter;
    }

    /** A worker with a dead letter queue. */
    static FakeContext withReporter() {
        return new FakeContext(true);
    }

    /** A worker that tolerates nothing. */
    static FakeContext withoutReporter() {
        return new FakeContext(false);
    }

    /** From now on the worker is one from 4.1 on, with {@code pluginMetrics} for the task. */
    void measureWith(PluginMetrics pluginMetrics) {
        metrics = pluginMetrics;
    }

    List<Report> reports() {
        return reports;
    }

    /** Where the task wants to read from. */
    Map<TopicPartition, Long> offsets() {
        return offsets;
    }

    /** The last timeout the task asked for, or -1; forgotten on return, as the worker does. */
    long takeTimeoutMs() {
        long taken = timeoutMs;
        timeoutMs = -1;
        return taken;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return hasReporter ? this::report : null;
    }

    private Future<Void> report(SinkRecord sinkRecord, Throwable reason) {
        reports.add(new Report(sinkRecord, reason));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> wanted) {
        offsets.putAll(wanted);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
    }

    @Override
    public void timeout(long wantedMs) {
        timeoutMs = wantedMs;
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new UnsupportedOperationException("the sink never pauses");
    }

    @Override
    public void resume(TopicPartition... partitions) {
        throw new UnsupportedOperationException("the sink never pauses");
    }

    @Override
    public void requestCommit() {
        throw new UnsupportedOperationException("the sink never asks for a commit");
    }

    @Override
    public PluginMetrics pluginMetrics() {
        if (metrics == null) {
            throw new NoSuchMethodError("workers before 4.1 have none");
        }
        return metrics;
    }
}
