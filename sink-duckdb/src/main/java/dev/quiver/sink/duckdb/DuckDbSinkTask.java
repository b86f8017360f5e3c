/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.BuildInfo;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Hands what the worker calls on to a {@link DuckDbSink}. */
public final class DuckDbSinkTask extends SinkTask {
    private @Nullable DuckDbSink sink;
    private @Nullable MetricsRegistration registration;

    @Override
    public String version() {
        return BuildInfo.version(DuckDbSinkTask.class);
    }

    @Override
    public void start(Map<String, String> props) {
        DuckDbSinkConfig config = DuckDbSinkConfig.parse(props);
        Transformation.check(config.write().transformation());
        Clock clock = Clock.systemUTC();
        SinkMetrics metrics = new SinkMetrics(clock);
        registration = MetricsRegistration.of(metrics, config, context);
        sink = new DuckDbSink(config, new Refusals(context.errantRecordReporter()), context::offset, metrics, clock);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        started().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        DuckDbSink target = started();
        try {
            target.put(records);
        } catch (RetriableException e) {
            context.timeout(RetryDeadline.DELAY_MS);
            throw e;
        }
        // Without records the worker would not call again before the next offset commit.
        context.timeout(target.nextDueMs());
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        return started().committable(currentOffsets);
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        started().close(partitions);
    }

    @Override
    public void stop() {
        DuckDbSink stopped = sink;
        sink = null;
        if (stopped != null) {
            stopped.close();
        }
        MetricsRegistration registered = registration;
        registration = null;
        if (registered != null) {
            registered.close();
        }
    }

    private DuckDbSink started() {
        if (sink == null) {
            throw new IllegalStateException("the task is not started");
        }
        return sink;
    }
}
