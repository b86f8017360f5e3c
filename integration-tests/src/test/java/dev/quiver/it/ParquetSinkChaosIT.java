/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectWorker;
import dev.quiver.testbed.connect.ConnectorStatus;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.faults.Fault;
import dev.quiver.testbed.kafka.KafkaVersion;
import dev.quiver.testbed.process.Await;
import dev.quiver.testbed.s3.S3Bucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two workers with four tasks divide out-of-order rows by date and country, while workers die, freeze for longer than
 * their session and come back, tasks move, and the store fails and loses answers, as a seed decides. A reader of the
 * bucket never sees a row twice, a broken object, one that goes away or a gap in front of what is committed; in the end
 * every row is there once.
 */
final class ParquetSinkChaosIT {
    private static final int PARTITIONS = 8;
    private static final int ROWS_PER_FAULT = 3_000;
    private static final int FAULTS_IN_SHORT = 4;

    /** {@code -Dchaos.faults} for another number. */
    private static final int FAULTS_IN_LONG = Integer.getInteger("chaos.faults", 60);

    private static final Duration LIMIT = Duration.ofMinutes(6);

    /** Longer than the session of a consumer and of a worker. */
    private static final Duration FREEZE = Duration.ofSeconds(14);

    private final ProducedRows produced = new ProducedRows();

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void aReaderSeesEveryRowOnceWhateverFails(KafkaVersion version) throws InterruptedException {
        run(version, FAULTS_IN_SHORT, 1);
    }

    @Test
    @Tag("slow")
    void aReaderSeesEveryRowOnceThroughManyFaults() throws InterruptedException {
        run(KafkaVersion.V4_3, FAULTS_IN_LONG, 2);
    }

    private void run(KafkaVersion version, int faultCount, long seed) throws InterruptedException {
        Random random = new Random(seed);
        ShopRecords records = new ShopRecords(seed);
        try (TestCluster cluster = TestCluster.named("chaos-" + version + "-" + faultCount)
                        .workers(2)
                        .worker(settings -> settings.version(version)
                                .with("session.timeout.ms", "10000")
                                .with("heartbeat.interval.ms", "1000"))
                        .plugin(Archives.sinkParquet())
                        .s3()
                        .start();
                Topics topics = Topics.at(cluster.bootstrap());
                RowProducer producer = RowProducer.to(cluster.bootstrap(), produced)) {
            S3Bucket bucket = cluster.s3().createBucket("lake");
            topics.create(ShopRecords.ORDERS, PARTITIONS);
            cluster.rest().put("shop", sink(cluster).config());
            cluster.rest().awaitRunning("shop", 4);
            try (PublishedReader reader = new PublishedReader(
                    bucket, "raw/", cluster.work().resolve("seen"), () -> topics.committed("connect-shop"))) {
                for (int fault = 0; fault < faultCount; fault++) {
                    produce(producer, records);
                    strike(cluster, fault % 5, random);
                }
                cluster.s3Faults().heal();
                produce(producer, records);
                awaitAll(cluster, topics);
                reader.assertNothingWrong();
                assertThat(reader.rowCount()).isEqualTo((faultCount + 1) * ROWS_PER_FAULT);
            }
            Path found = cluster.work().resolve("found");
            bucket.download("raw/", found);
            Oracle.compare(produced, FoundRows.inParquet(found)).assertExactlyOnce();
            assertThat(bucket.keys("raw/"))
                    .filteredOn(key -> key.endsWith(".parquet"))
                    .allMatch(key -> key.matches("raw/[^/]+/date=[^/]+/country=[^/]+/[^/]+"));
        }
    }

    private static ShopSink sink(TestCluster cluster) {
        return ShopSink.toS3(cluster.s3().through(cluster.s3Faults().endpoint()), "lake", "raw")
                .with("topics", ShopRecords.ORDERS)
                .with("partition.by", "topic,date,field:customer.country")
                .with("partition.time", "field:placed")
                .with("envelope.columns", "partition,offset")
                .with("flush.rows.max", "400")
                .with("consumer.override.session.timeout.ms", "10000");
    }

    private void produce(RowProducer producer, ShopRecords records) {
        for (int row = 0; row < ROWS_PER_FAULT; row++) {
            producer.send(
                    ShopRecords.ORDERS,
                    row % PARTITIONS,
                    ShopRecords.format(ShopRecords.ORDERS),
                    records.row(ShopRecords.ORDERS));
        }
        producer.flush();
    }

    /** One fault, and the time that it takes to show. */
    private static void strike(TestCluster cluster, int kind, Random random) {
        ConnectWorker victim = cluster.workers().worker(random.nextInt(2));
        switch (kind) {
            case 0 -> {
                victim.kill9();
                victim.restart();
            }
            case 1 -> {
                cluster.s3Faults().random(random.nextLong(), 0.1, Fault.SLOW_DOWN, Fault.LOSE_REPLY, Fault.CUT_REPLY);
                cluster.rest().restart("shop");
            }
            case 2 -> {
                victim.pause();
                elapse(FREEZE);
                victim.resume();
            }
            case 3 -> cluster.s3Faults().heal().random(random.nextLong(), 0.2, Fault.LOSE_REPLY);
            default -> {
                cluster.s3Faults().heal();
                cluster.rest().restartTask("shop", random.nextInt(4));
            }
        }
    }

    /** Nobody tells when a session is over. */
    private static void elapse(Duration time) {
        long endNs = System.nanoTime() + time.toNanos();
        Await.until("the end of a session", time.plusSeconds(60), () -> System.nanoTime() >= endNs);
    }

    /** A task that was fenced has failed, as it should; somebody starts it again. */
    private static void awaitAll(TestCluster cluster, Topics topics) {
        for (ConnectWorker worker :
                List.of(cluster.workers().worker(0), cluster.workers().worker(1))) {
            Await.until("a worker that serves", LIMIT, () -> {
                cluster.rest().status("shop");
                return worker.isAlive();
            });
        }
        Await.until("tasks that run", LIMIT, Duration.ofSeconds(2), () -> {
            List<ConnectorStatus.Part> tasks = cluster.rest().status("shop").tasks();
            boolean runs = tasks.size() == 4;
            for (int task = 0; task < tasks.size(); task++) {
                if (!tasks.get(task).state().name().equals("RUNNING")) {
                    runs = false;
                    cluster.rest().restartTask("shop", task);
                }
            }
            return runs && isConsumed(topics);
        });
    }

    private static boolean isConsumed(Topics topics) {
        Map<TopicPartition, Long> ends = topics.endOffsets(ShopRecords.ORDERS);
        Map<TopicPartition, Long> committed = topics.committed("connect-shop");
        return ends.entrySet().stream()
                .allMatch(end -> end.getValue().equals(committed.getOrDefault(end.getKey(), 0L)));
    }
}
