/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.BuildInfo;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.source.TransactionContext;
import org.jspecify.annotations.Nullable;

/** Hands what the worker calls on to a {@link MergeSource}. */
public final class MergeSourceTask extends SourceTask {
    private @Nullable MergeSource source;

    @Override
    public String version() {
        return BuildInfo.version(MergeSourceTask.class);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // stop() closes it
    public void start(Map<String, String> props) {
        MergeSource started = MergeSource.of(props, context.offsetStorageReader(), transactions());
        started.start(metrics());
        source = started;
    }

    /** Null unless the connector decides when transactions end. */
    private @Nullable TransactionContext transactions() {
        try {
            return context.transactionContext();
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return null;
        }
    }

    /** Null for a worker before 4.1. */
    private @Nullable PluginMetrics metrics() {
        try {
            return context.pluginMetrics();
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            return null;
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        MergeSource polled = source;
        return polled == null ? null : polled.poll();
    }

    @Override
    public void commitRecord(SourceRecord sourceRecord, @Nullable RecordMetadata metadata) {
        MergeSource committed = source;
        if (committed != null) {
            committed.acknowledged(sourceRecord);
        }
    }

    @Override
    public void commit() {
        MergeSource committed = source;
        if (committed != null) {
            committed.committed();
        }
    }

    @Override
    public void stop() {
        MergeSource stopped = source;
        source = null;
        if (stopped != null) {
            stopped.close();
        }
    }
}
