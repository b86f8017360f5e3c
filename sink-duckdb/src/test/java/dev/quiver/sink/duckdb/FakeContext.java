/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
    /** What happens while the task waits for a report. */
    private final Runnable whileWaiting;

    private final List<Report> reports = new ArrayList<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();
    private long timeoutMs = -1;

    private FakeContext(boolean hasReporter, Runnable whileWaiting) {
        this.hasReporter = hasReporter;
        this.whileWaiting = whileWaiting;
    }

    /** A worker with a dead letter queue, for which {@code whileWaiting} runs whenever a task waits. */
    static FakeContext withReporter(Runnable whileWaiting) {
        return new FakeContext(true, whileWaiting);
    }

    /** A worker with a dead letter queue. */
    static FakeContext withReporter() {
        return new FakeContext(true, () -> {});
    }

    /** A worker that tolerates nothing. */
    static FakeContext withoutReporter() {
        return new FakeContext(false, () -> {});
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
        return new Arrival(whileWaiting);
    }

    /** A report that arrives as soon as somebody waits for it. */
    private static final class Arrival extends CompletableFuture<Void> {
        private final Runnable whileWaiting;

        Arrival(Runnable whileWaiting) {
            this.whileWaiting = whileWaiting;
        }

        @Override
        @SuppressWarnings("NullAway") // Void has no values
        public Void get(long timeout, TimeUnit unit) {
            whileWaiting.run();
            return null;
        }
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
        throw new NoSuchMethodError("workers before 4.1 have none");
    }
}
