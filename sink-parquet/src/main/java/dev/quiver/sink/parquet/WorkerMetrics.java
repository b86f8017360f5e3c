/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.LinkedHashMap;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the metrics of a task to those of the worker, which workers before 4.1 do not have. */
final class WorkerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMetrics.class);

    private WorkerMetrics() {}

    /** Adds {@code metrics} to those of the worker, which removes them with the task. */
    static void register(SinkTaskContext context, SinkMetrics metrics) {
        try {
            addAll(context.pluginMetrics(), metrics);
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.debug("the worker has no metrics of plugins, they are in the MBean alone");
        } catch (IllegalArgumentException e) {
            // Those of a task before that has not ended in time are still there.
            LOG.info("the worker does not show the metrics: {}", e.getMessage());
        }
    }

    private static void addAll(PluginMetrics target, SinkMetrics metrics) {
        for (SinkMetrics.Metric metric : metrics.all()) {
            Gauge<Long> gauge = (config, nowMs) -> metric.value().getAsLong();
            target.addMetric(target.metricName(metric.name(), metric.description(), new LinkedHashMap<>()), gauge);
        }
    }
}
