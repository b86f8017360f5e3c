/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.ConnectWorker;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowFormat;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workers of the DuckDB sink are killed at moments that follow from a seed, while five connectors write: rows that are
 * added and rows that take the place of others, two tasks on one file, a schema that changes, and two workers with a
 * file for each task. In the end every row is there once, and the offsets are those of the topics.
 */
final class DuckDbSinkKillsIT {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int ROWS_PER_ROUND = 600;
    private static final int KILL_WITHIN_MS = 4_000;
    /** Those of the first worker meet four connectors, the others the shards. */
    private static final int KILLS = 4;

    /** Whoever has less time may set fewer. */
    private static final int MANY_KILLS = Integer.getInteger("quiver.kills", 60);

    private static final String SHARDS = "shards";
    private static final List<String> ON_ONE_WORKER = List.of("added", "upserted", "shared", "changing");

    private final Map<String, List<String>> sent = new HashMap<>();
    private final ShopRecords records = new ShopRecords(11);

    @Test
    void noRowIsLostOrDoubled() throws InterruptedException {
        run(KILLS, 1);
    }

    @Test
    @Tag("slow")
    void noRowIsLostOrDoubledWhateverTheMoment() throws InterruptedException {
        run(MANY_KILLS, 2);
    }

    private void run(int killCount, long seed) throws InterruptedException {
        Random random = new Random(seed);
        try (TestCluster cluster = TestCluster.named("DuckDbSinkKillsIT-" + seed)
                        .workers(1)
                        .plugin(Archives.sinkDuckDb())
                        .worker(settings -> settings.flushEvery(Duration.ofMillis(500)))
                        .start();
                Topics topics = Topics.at(cluster.bootstrap());
                RowProducer producer = RowProducer.to(cluster.bootstrap(), new ProducedRows())) {
            ConnectGroup pair = cluster.addGroup(pair(cluster), 2);
            begin(cluster, pair, topics);
            int rounds = killCount / 2;
            for (int round = 0; round < rounds; round++) {
                produce(producer, round);
                ConnectWorker first = cluster.workers().worker(0);
                ConnectWorker other = pair.worker(random.nextInt(2));
                awaitMoment(random);
                first.kill9();
                awaitMoment(random);
                other.kill9();
                first.process().start();
                other.process().start();
            }
            produce(producer, rounds);
            end(cluster, pair, topics);
        }
    }

    /** A moment that nothing of the test decides but the seed. */
    private static void awaitMoment(Random random) throws InterruptedException {
        boolean unused = new CountDownLatch(1).await(random.nextInt(KILL_WITHIN_MS), TimeUnit.MILLISECONDS);
        assertThat(unused).isFalse();
    }

    private static WorkerSettings pair(TestCluster cluster) {
        return WorkerSettings.group("pair")
                .plugins(cluster.work().resolve("plugins"))
                .flushEvery(Duration.ofMillis(500));
    }

    private static Path database(TestCluster cluster, String name) {
        return cluster.work().resolve(name + ".duckdb");
    }

    private void begin(TestCluster cluster, ConnectGroup pair, Topics topics) {
        for (String name : ON_ONE_WORKER) {
            topics.create(name, 2);
            String tasks = name.equals("shared") ? "2" : "1";
            String[] upsert = {
                "tasks.max", tasks, "insert.mode", "upsert", "pk.mode", "record_value", "pk.fields", "row_id"
            };
            String[] insert = {"tasks.max", tasks};
            cluster.rest()
                    .put(
                            name,
                            DuckDbSinkIT.config(
                                    database(cluster, name), name, name.equals("upserted") ? upsert : insert));
        }
        topics.create(SHARDS, 4);
        pair.rest().put(SHARDS, DuckDbSinkIT.config(database(cluster, SHARDS + "-{task}"), SHARDS));
    }

    private void produce(RowProducer producer, int round) {
        for (int row = 0; row < ROWS_PER_ROUND; row++) {
            for (String name : ON_ONE_WORKER) {
                String shape = name.equals("changing") && round % 2 == 1 ? "shop.orders" : "shop.clicks";
                send(producer, name, row % 2, shape);
            }
            send(producer, SHARDS, row % 4, "shop.customers");
        }
        producer.flush();
    }

    private void send(RowProducer producer, String topic, int partition, String shape) {
        RowFormat format = ShopRecords.format(shape);
        String id = producer.send(topic, partition, format, records.row(shape));
        sent.computeIfAbsent(topic, missing -> new ArrayList<>()).add(id);
    }

    private void end(TestCluster cluster, ConnectGroup pair, Topics topics) {
        for (String name : ON_ONE_WORKER) {
            topics.awaitConsumedBy(name, name, LIMIT);
            cluster.rest().delete(name);
            DuckDbSinkIT.awaitReleased(database(cluster, name));
            check(name, topics, List.of(database(cluster, name)));
        }
        topics.awaitConsumedBy(SHARDS, SHARDS, LIMIT);
        pair.rest().delete(SHARDS);
        List<Path> shards = List.of(database(cluster, SHARDS + "-0"), database(cluster, SHARDS + "-1"));
        shards.forEach(DuckDbSinkIT::awaitReleased);
        check(SHARDS, topics, shards);
    }

    private void check(String topic, Topics topics, List<Path> databases) {
        List<String> found = new ArrayList<>();
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Path database : databases) {
            // A worker that never had a row in time has a file without the table.
            FoundRows.inDuckDb(database, "SELECT table_name FROM duckdb_tables() WHERE table_name = '" + topic + "'")
                    .forEach(table -> FoundRows.inDuckDb(database, "SELECT row_id FROM " + topic)
                            .forEach(row -> found.add(String.valueOf(row.get("row_id")))));
            FoundRows.inDuckDb(
                            database,
                            "SELECT \"partition\" AS number, next_offset FROM _quiver_offsets"
                                    + " WHERE next_offset IS NOT NULL")
                    .forEach(row -> offsets.merge(
                            new TopicPartition(topic, Integer.parseInt(String.valueOf(row.get("number")))),
                            Long.valueOf(String.valueOf(row.get("next_offset"))),
                            Math::max));
        }
        assertThat(found).as("rows of %s", topic).containsExactlyInAnyOrderElementsOf(sent.get(topic));
        assertThat(offsets).as("offsets of %s", topic).isEqualTo(topics.endOffsets(topic));
    }
}
