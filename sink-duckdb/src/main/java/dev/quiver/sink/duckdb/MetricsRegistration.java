/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the numbers of a task can be seen: as an MBean, and among the worker's own metrics since Connect 4.1. */
final class MetricsRegistration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRegistration.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> beans = new ArrayList<>();
    private final @Nullable PluginMetrics pluginMetrics;
    private final List<MetricName> names = new ArrayList<>();

    private MetricsRegistration(@Nullable PluginMetrics pluginMetrics) {
        this.pluginMetrics = pluginMetrics;
    }

    /** Shows {@code metrics} of the task with {@code config}. */
    static MetricsRegistration of(SinkMetrics metrics, DuckDbSinkConfig config, SinkTaskContext context) {
        MetricsRegistration registration = new MetricsRegistration(ofWorker(context));
        registration.registerBean(metrics, config);
        registration.addToWorker(metrics);
        return registration;
    }

    private static @Nullable PluginMetrics ofWorker(SinkTaskContext context) {
        try {
            return context.pluginMetrics();
        } catch (NoSuchMethodError | NoClassDefFoundError e) {
            LOG.debug("this worker has no metrics of plugins: {}", e.getMessage());
            return null;
        }
    }

    private void registerBean(SinkMetrics metrics, DuckDbSinkConfig config) {
        try {
            ObjectName name = new ObjectName("dev.quiver:type=sink-duckdb,connector="
                    + ObjectName.quote(config.connector()) + ",task=" + config.task());
            if (server.isRegistered(name)) {
                server.unregisterMBean(name); // of a task that the worker gave up
            }
            server.registerMBean(new MetricsBean(metrics.all()), name);
            beans.add(name);
        } catch (JMException e) {
            LOG.warn("no MBean shows the metrics: {}", e.getMessage());
        }
    }

    private void addToWorker(SinkMetrics metrics) {
        PluginMetrics worker = pluginMetrics;
        if (worker == null) {
            return;
        }
        try {
            metrics.all().forEach((name, metric) -> {
                MetricName metricName = worker.metricName(name, metric.description(), new LinkedHashMap<>());
                worker.addMetric(metricName, (Gauge<Long>)
                        (unused, nowMs) -> metric.value().getAsLong());
                names.add(metricName);
            });
        } catch (IllegalArgumentException e) {
            // Those of a task before that has not ended in time are still there.
            LOG.info("the worker does not show the metrics: {}", e.getMessage());
        }
    }

    /** Nobody sees them any more. */
    @Override
    public void close() {
        for (ObjectName bean : beans) {
            try {
                server.unregisterMBean(bean);
            } catch (JMException e) {
                LOG.debug("the MBean is gone already: {}", e.getMessage());
            }
        }
        PluginMetrics worker = pluginMetrics;
        if (worker != null) {
            names.forEach(worker::removeMetric);
        }
    }
}
