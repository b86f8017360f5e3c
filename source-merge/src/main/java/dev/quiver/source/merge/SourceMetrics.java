/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.MergeCounters;
import dev.quiver.source.merge.metrics.MergeSourceMXBean;
import dev.quiver.source.merge.otel.Faults;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows what a task does as an MBean, {@code dev.quiver:type=merge-source,connector=…,task=…}, and to workers. */
final class SourceMetrics implements MergeSourceMXBean, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SourceMetrics.class);

    private final MergeCounters counters;
    private final Faults faults;
    private final Fetcher fetcher;
    private final AfterFiles after;
    private final LongAdder records = new LongAdder();
    private final String name;

    SourceMetrics(String connector, int task, MergeCounters counters, Faults faults, Parts parts) {
        this.counters = counters;
        this.faults = faults;
        this.fetcher = parts.fetcher();
        this.after = parts.after();
        this.name = "dev.quiver:type=merge-source,connector=" + ObjectName.quote(connector) + ",task=" + task;
    }

    /** What else is asked. */
    record Parts(Fetcher fetcher, AfterFiles after) {}

    /**
     * A number.
     *
     * @param name in Connect's own metrics
     * @param description what it says
     */
    private record Metric(String name, String description, LongSupplier value) {}

    private List<Metric> all() {
        return List.of(
                new Metric("partitions", "Partitions that are replayed", this::getPartitions),
                new Metric("rows-total", "Rows of logs or spans that were merged", this::getRows),
                new Metric("child-rows-total", "Rows of child tables that found parents", this::getChildRows),
                new Metric("records-total", "Records handed to the worker", this::getRecords),
                new Metric("bytes-read-total", "Bytes read from the store", this::getBytesRead),
                new Metric("windows-total", "Windows merged", this::getWindows),
                new Metric("window-bytes-max", "Most heap bytes of one window", this::getWindowBytesMax),
                new Metric("orphans-total", "Child rows whose parent is missing", this::getOrphans),
                new Metric("late-child-rows-total", "Child rows that came after their parent", this::getLateChildRows),
                new Metric("reseeks-total", "Searches because ids went back", this::getReseeks),
                new Metric("unresolved-total", "Rows of unknown resource or scope", this::getUnresolvedResources),
                new Metric("bad-values-total", "Values that became empty", this::getBadValues),
                new Metric("dropped-attributes-total", "Attributes beyond the limit", this::getDroppedAttributes),
                new Metric("skipped-files-total", "Files that cannot be read", this::getSkippedFiles),
                new Metric("finished-files-total", "Files tagged, moved or removed", this::getFinishedFiles),
                new Metric("retries-total", "Failures of the store that were tried again", this::getRetries));
    }

    /**
     * Shows the same numbers among those of the worker, which removes them with the task. Those of a task before that
     * has not ended in time are still there: then the MBean alone has these.
     */
    void addTo(PluginMetrics worker) {
        try {
            for (Metric metric : all()) {
                Gauge<Long> gauge = (config, nowMs) -> metric.value().getAsLong();
                worker.addMetric(worker.metricName(metric.name(), metric.description(), new LinkedHashMap<>()), gauge);
            }
        } catch (IllegalArgumentException e) {
            log.info("the worker does not show the metrics: {}", e.getMessage());
        }
    }

    /** Registers, replacing what a task before may have left. Without metrics a task works as well. */
    void register() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName registered = new ObjectName(name);
            if (server.isRegistered(registered)) {
                server.unregisterMBean(registered);
            }
            server.registerMBean(this, registered);
        } catch (JMException e) {
            log.warn("could not register {}: {}", name, e.getMessage());
        }
    }

    void sent(int count) {
        records.add(count);
    }

    @Override
    public long getPartitions() {
        return fetcher.partitions();
    }

    @Override
    public long getRows() {
        return counters.rootRows();
    }

    @Override
    public long getChildRows() {
        return counters.childRows();
    }

    @Override
    public long getRecords() {
        return records.sum();
    }

    @Override
    public long getBytesRead() {
        return counters.bytesRead();
    }

    @Override
    public long getWindows() {
        return counters.windows();
    }

    @Override
    public long getWindowBytesMax() {
        return counters.retainedBytesMax();
    }

    @Override
    public long getOrphans() {
        return counters.orphans();
    }

    @Override
    public long getLateChildRows() {
        return counters.lateRows();
    }

    @Override
    public long getReseeks() {
        return counters.reseeks();
    }

    @Override
    public long getUnresolvedResources() {
        return faults.unresolvedResources();
    }

    @Override
    public long getBadValues() {
        return faults.badValues();
    }

    @Override
    public long getDroppedAttributes() {
        return faults.droppedAttributes();
    }

    @Override
    public long getSkippedFiles() {
        return fetcher.skippedFiles();
    }

    @Override
    public long getFinishedFiles() {
        return after.files();
    }

    @Override
    public long getRetries() {
        return fetcher.retries();
    }

    @Override
    public void close() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName registered = new ObjectName(name);
            if (server.isRegistered(registered)) {
                server.unregisterMBean(registered);
            }
        } catch (JMException e) {
            log.warn("could not unregister {}: {}", name, e.getMessage());
        }
    }
}
