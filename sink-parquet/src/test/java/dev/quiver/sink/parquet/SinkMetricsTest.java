/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static dev.quiver.sink.parquet.Records.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore.Failure;
import dev.quiver.store.MemoryStore.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

final class SinkMetricsTest {
    private static long value(SinkFixture sink, String name) {
        return sink.sink.metrics().all().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value()
                .getAsLong();
    }

    /** Every name, so that nobody renames one by the way: dashboards and alerts know them. */
    @Test
    void theNamesAreThoseThatDashboardsHave() throws IOException {
        try (SinkFixture sink = new SinkFixture();
                InputStream golden = Objects.requireNonNull(
                        SinkMetricsTest.class.getResourceAsStream("/parquet-sink-metrics.golden"))) {
            String names = sink.sink.metrics().all().stream()
                    .map(metric -> metric.name() + " | " + metric.description() + "\n")
                    .collect(Collectors.joining());
            assertThat(names).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void rowsFilesAndBytesAreCountedWhenTheyArePublished() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "4")) {
            sink.put(Records.rows(P0, 0, 10));
            assertThat(value(sink, "rows-total")).isEqualTo(8);
            assertThat(value(sink, "files-total")).isEqualTo(2);
            assertThat(value(sink, "bytes-total"))
                    .isEqualTo(sink.keys().stream()
                            .mapToLong(key -> sink.store.content(key).length)
                            .sum());
            assertThat(value(sink, "open-files")).isEqualTo(1);
            assertThat(value(sink, "gathered-rows"))
                    .as("encoded with the others")
                    .isZero();
            sink.put(Records.row(P0, 10));
            assertThat(value(sink, "gathered-rows")).isEqualTo(1);
            assertThat(value(sink, "partitions")).isEqualTo(2);
            assertThat(value(sink, "memory-bytes")).isPositive();
            assertThat(value(sink, "encode-count")).isPositive();
            assertThat(value(sink, "upload-count")).isEqualTo(2);
            assertThat(value(sink, "commit-count")).isPositive();
            assertThat(value(sink, "commit-time-ms-max")).isNotNegative();
        }
    }

    @Test
    void theOldestRowAgesUntilItIsPublished() {
        try (SinkFixture sink = new SinkFixture()) {
            assertThat(value(sink, "oldest-row-age-ms")).isZero();
            sink.put(Records.rows(P0, 0, 1));
            sink.clock.advance(70);
            assertThat(value(sink, "oldest-row-age-ms")).isEqualTo(70);
            sink.age();
            assertThat(value(sink, "oldest-row-age-ms")).isZero();
        }
    }

    @Test
    void whatIsPassedOverReportedAndTriedAgainIsCounted() {
        try (SinkFixture sink = new SinkFixture("flush.rows.max", "1")) {
            sink.put(Records.of(P0, 0, null, null), Records.of(P0, 1, null, "text"));
            assertThat(value(sink, "records-skipped-total")).isEqualTo(1);
            assertThat(value(sink, "records-reported-total")).isEqualTo(1);
            sink.store.failNext(Operation.PUBLISH, Failure.RETRIABLE);
            assertThatThrownBy(() -> sink.put(Records.row(P0, 2))).isInstanceOf(RetriableException.class);
            assertThat(value(sink, "retries-total")).isEqualTo(1);
        }
    }

    @Test
    void aFencedTaskSaysSo() {
        try (SinkFixture sink = new SinkFixture("delivery.guarantee", "exactly-once", "name", "m");
                SinkFixture next = sink.successor()) {
            sink.put(Records.row(P0, 0));
            assertThatThrownBy(sink::age).hasMessageContaining("another task has taken over");
            assertThat(value(sink, "fenced-total")).isEqualTo(1);
            assertThat(next.keys()).isNotEmpty();
        }
    }

    @Test
    void theMBeanIsThereAsLongAsTheTask() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.quiver:type=parquet-sink,connector=bean,task=3");
        try (SinkFixture sink = new SinkFixture()) {
            MetricsBean first = MetricsBean.register(sink.sink.metrics(), "bean", "3");
            MetricsBean second = MetricsBean.register(sink.sink.metrics(), "bean", "3");
            first.close();
            assertThat(server.getAttribute(name, "memory-max-bytes")).isEqualTo(256L << 20);
            assertThat(Arrays.stream(server.getMBeanInfo(name).getAttributes()).map(MBeanAttributeInfo::getName))
                    .containsExactlyElementsOf(sink.sink.metrics().all().stream()
                            .map(SinkMetrics.Metric::name)
                            .toList());
            assertThat(server.getAttributes(name, new String[] {"rows-total", "no"}))
                    .hasSize(1);
            second.close();
            assertThat(server.isRegistered(name)).isFalse();
        }
    }

    @Test
    void theWorkerHasTheSameNumbers() {
        Map<String, String> task = Map.of("connector", "m", "task", "0");
        try (Metrics worker = new Metrics();
                SinkFixture sink = new SinkFixture("flush.rows.max", "4")) {
            sink.context.measureWith(new PluginMetricsImpl(worker, task));
            WorkerMetrics.register(sink.context, sink.sink.metrics());
            sink.put(Records.rows(P0, 0, 10));

            Map<String, Object> found = worker.metrics().values().stream()
                    .filter(metric -> metric.metricName().tags().equals(task))
                    .collect(Collectors.toMap(metric -> metric.metricName().name(), KafkaMetric::metricValue));
            assertThat(found.keySet())
                    .containsExactlyInAnyOrderElementsOf(sink.sink.metrics().all().stream()
                            .map(SinkMetrics.Metric::name)
                            .toList());
            assertThat(found).containsEntry("rows-total", 8L).containsEntry("files-total", 2L);
            // As a task does whose predecessor has not ended in time.
            WorkerMetrics.register(sink.context, sink.sink.metrics());
        }
    }

    /** The worker of the tests has none, as workers before 4.1. */
    @Test
    void aWorkerWithoutMetricsOfPluginsIsBorne() {
        try (SinkFixture sink = new SinkFixture()) {
            WorkerMetrics.register(sink.context, sink.sink.metrics());
            assertThat(List.copyOf(sink.sink.metrics().all())).isNotEmpty();
        }
    }
}
