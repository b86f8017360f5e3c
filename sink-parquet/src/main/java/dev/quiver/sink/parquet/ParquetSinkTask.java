/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.BadRecords;
import dev.quiver.connect.BuildInfo;
import dev.quiver.store.StoreException;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Hands what the worker calls on to a {@link ParquetSink}. */
public final class ParquetSinkTask extends SinkTask {
    private @Nullable ParquetSink sink;
    private @Nullable MetricsBean bean;

    /** The consumer that the worker reads with. */
    private record WorkerConsumer(SinkTaskContext context) implements ParquetSink.Consumer {
        @Override
        public void seek(TopicPartition partition, long offset) {
            context.offset(partition, offset);
        }

        @Override
        public void pause(Collection<TopicPartition> partitions) {
            context.pause(partitions.toArray(TopicPartition[]::new));
        }

        @Override
        public void resume(Collection<TopicPartition> partitions) {
            context.resume(partitions.toArray(TopicPartition[]::new));
        }
    }

    @Override
    public String version() {
        return BuildInfo.version(ParquetSinkTask.class);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // the sink owns the store, stop() closes the sink
    public void start(Map<String, String> props) {
        ParquetSinkConfig config = ParquetSinkConfig.parse(props);
        BadRecords badRecords = BadRecords.of(context);
        try {
            ParquetSink started = new ParquetSink(
                    config,
                    config.store().open(),
                    badRecords,
                    new WorkerConsumer(context),
                    SteadyClock.startingAt(Clock.systemUTC()));
            sink = started;
            started.probe();
            bean = MetricsBean.register(
                    started.metrics(),
                    config.delivery().connector(),
                    props.getOrDefault(ParquetSinkConnector.TASK, "0"));
            WorkerMetrics.register(context, started.metrics());
        } catch (StoreException e) {
            stop();
            throw new ConnectException("could not start: " + e.getMessage(), e);
        }
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        started().open(partitions);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        ParquetSink target = started();
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
        if (bean != null) {
            bean.close();
            bean = null;
        }
        ParquetSink stopped = sink;
        sink = null;
        if (stopped != null) {
            stopped.close();
        }
    }

    private ParquetSink started() {
        if (sink == null) {
            throw new IllegalStateException("the task is not started");
        }
        return sink;
    }
}
