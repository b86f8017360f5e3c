/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectWorker;
import dev.quiver.testbed.connect.ConnectorStatus;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.OracleReport;
import dev.quiver.testbed.data.OracleReport.Position;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowFormat;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.faults.Fault;
import dev.quiver.testbed.kafka.KafkaVersion;
import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.s3.S3Bucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * 200 000 records while a worker dies, a connector is restarted and the store answers 503 to one request in 20 and
 * loses one reply in 100: no row is missing. Where rows are delivered exactly once none is doubled; where at least
 * once, only those that the killed worker had published and not yet committed.
 */
final class ParquetSinkFaultsIT {
    private static final int PARTITIONS = 4;
    private static final int ROWS_PER_ROUND = 50_000;
    private static final int NOT_ROWS_EVERY = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final ProducedRows produced = new ProducedRows();
    private final ShopRecords records = new ShopRecords(3);

    @ParameterizedTest
    @CsvSource({"V4_3, exactly-once", "V3_9, exactly-once", "V4_3, at-least-once"})
    void noRowIsLost(KafkaVersion version, String guarantee) {
        try (TestCluster cluster = TestCluster.named("faults-" + version + "-" + guarantee)
                        .workers(2)
                        .worker(settings -> settings.version(version)
                                .with("session.timeout.ms", "15000")
                                .with("task.shutdown.graceful.timeout.ms", "60000"))
                        .plugin(Archives.sinkParquet())
                        .s3()
                        .start();
                Topics topics = Topics.at(cluster.bootstrap())) {
            S3Bucket bucket = cluster.s3().createBucket("lake");
            ShopRecords.TOPICS.forEach(topic -> topics.create(topic, PARTITIONS));
            Map<TopicPartition, Long> committed = new HashMap<>();
            Map<TopicPartition, Long> ends = new HashMap<>();
            Set<TopicPartition> killed = new HashSet<>();
            start(cluster, guarantee);
            try (RowProducer producer = RowProducer.to(cluster.bootstrap(), produced)) {
                produce(producer);
                awaitCommits(topics);
                produce(producer);
                committed.putAll(topics.committed("connect-shop"));
                killed.addAll(partitionsOf(cluster, topics, cluster.workers().worker(1)));
                cluster.workers().worker(1).kill9();
                ShopRecords.TOPICS.forEach(topic -> ends.putAll(topics.endOffsets(topic)));
                produce(producer);
                cluster.rest().restart("shop");
                produce(producer);
            }
            ShopRecords.TOPICS.forEach(topic -> topics.awaitConsumedBy("shop", topic, LIMIT));
            assertThat(cluster.s3Faults().faultCount(Fault.SLOW_DOWN)).isPositive();
            assertThat(cluster.s3Faults().faultCount(Fault.LOSE_REPLY)).isPositive();
            cluster.s3Faults().heal();
            Path directory = cluster.work().resolve("found");
            bucket.download("raw/", directory);
            OracleReport report = Oracle.compare(produced, FoundRows.inParquet(directory));
            report.assertAtLeastOnce();
            if (guarantee.equals("exactly-once")) {
                report.assertExactlyOnce();
            }
            assertThat(report.doubled().positions()).allSatisfy(position -> {
                assertThat(killed).contains(position.partition());
                assertInWindow(position, committed, ends);
            });
        }
    }

    private static void start(TestCluster cluster, String guarantee) {
        // 6 of 100 requests, five of them 503.
        cluster.s3Faults()
                .random(
                        5,
                        0.06,
                        Fault.SLOW_DOWN,
                        Fault.SLOW_DOWN,
                        Fault.SLOW_DOWN,
                        Fault.SERVICE_UNAVAILABLE,
                        Fault.SERVICE_UNAVAILABLE,
                        Fault.LOSE_REPLY);
        cluster.rest()
                .put(
                        "shop",
                        ShopSink.toS3(cluster.s3().through(cluster.s3Faults().endpoint()), "lake", "raw")
                                .with("flush.rows.max", "500")
                                .with("delivery.guarantee", guarantee)
                                .config());
        cluster.rest().awaitRunning("shop", 4);
    }

    private void produce(RowProducer producer) {
        Map<String, RowFormat> formats = new HashMap<>();
        ShopRecords.TOPICS.forEach(topic -> formats.put(topic, ShopRecords.format(topic)));
        for (int row = 0; row < ROWS_PER_ROUND; row++) {
            String topic = ShopRecords.TOPICS.get(row % ShopRecords.TOPICS.size());
            int partition = row / ShopRecords.TOPICS.size() % PARTITIONS;
            producer.send(topic, partition, Objects.requireNonNull(formats.get(topic)), records.row(topic));
            if (row % NOT_ROWS_EVERY == 0) {
                producer.sendTombstone(topic, partition, "gone".getBytes(UTF_8));
                producer.sendRaw(topic, partition, null, "{\"schema\":null,\"payload\":1}".getBytes(UTF_8));
            }
        }
        producer.flush();
    }

    /** The partitions that the tasks on {@code worker} read. */
    private static Set<TopicPartition> partitionsOf(TestCluster cluster, Topics topics, ConnectWorker worker) {
        Map<String, Set<TopicPartition>> assignment = topics.assignment("connect-shop");
        Set<TopicPartition> partitions = new HashSet<>();
        List<ConnectorStatus.Part> tasks = cluster.rest().status("shop").tasks();
        for (int task = 0; task < tasks.size(); task++) {
            if (tasks.get(task).worker().equals(worker.endpoint().getAuthority())) {
                partitions.addAll(assignment.getOrDefault("connector-consumer-shop-" + task, Set.of()));
            }
        }
        assertThat(partitions).as("partitions of %s", worker.endpoint()).isNotEmpty();
        return partitions;
    }

    /** The worker that dies shall have something behind it. */
    private static void awaitCommits(Topics topics) {
        Await.until(
                "commits of every topic",
                LIMIT,
                () -> topics.committed("connect-shop").keySet().stream()
                                .map(TopicPartition::topic)
                                .distinct()
                                .count()
                        == ShopRecords.TOPICS.size());
    }

    private static void assertInWindow(
            Position position, Map<TopicPartition, Long> committed, Map<TopicPartition, Long> ends) {
        assertThat(position.offset())
                .as("%s", position)
                .isGreaterThanOrEqualTo(committed.getOrDefault(position.partition(), 0L))
                .isLessThan(ends.getOrDefault(position.partition(), 0L));
    }
}
