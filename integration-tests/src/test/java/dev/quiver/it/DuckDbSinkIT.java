/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.ConnectState;
import dev.quiver.testbed.connect.ConnectorStatus;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.process.Await;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The DuckDB sink on a real worker, which has no flag and refuses plugins that are not declared as they should be. */
final class DuckDbSinkIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static TestCluster cluster;
    private static Topics topics;

    @BeforeAll
    static void start() {
        cluster = TestCluster.named("DuckDbSinkIT")
                .workers(1)
                .plugin(Archives.sinkDuckDb())
                .worker(settings -> settings.discovery("hybrid_fail").flushEvery(Duration.ofMillis(500)))
                .start();
        topics = Topics.at(cluster.bootstrap());
    }

    @AfterAll
    static void stop() {
        topics.close();
        cluster.close();
    }

    static Map<String, String> config(Path database, String topic, String... more) {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "dev.quiver.sink.duckdb.DuckDbSinkConnector");
        config.put("tasks.max", "2");
        config.put("topics", topic);
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "true");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("duckdb.path", database.toString());
        config.put("flush.age.max.ms", "300");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "500");
        for (int index = 0; index < more.length; index += 2) {
            config.put(more[index], more[index + 1]);
        }
        return config;
    }

    @Test
    void rowsArriveAndWhatIsNoRowDoesNot() {
        DuckDbSinkContract.check(cluster, topics);
    }

    /** Waits until the worker has given the file back. */
    static void awaitReleased(Path database) {
        Path lock = database.resolveSibling(database.getFileName() + ".lock");
        Await.until("the worker closes " + database, LIMIT, () -> isFree(lock));
    }

    private static boolean isFree(Path lock) throws IOException {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock owner = channel.tryLock(0, 1, false)) {
            return owner != null;
        }
    }

    @Test
    void ofTwoConnectorsOnOneFileOneIsTheOwner() {
        ProducedRows produced = produce("events", 400);
        Path database = cluster.work().resolve("events.duckdb");
        cluster.rest().put("first", config(database, "events"));
        cluster.rest().awaitRunning("first", 2);
        topics.awaitConsumedBy("first", "events", LIMIT);
        cluster.rest().put("second", config(database, "events", "retry.timeout.ms", "1000"));
        ConnectorStatus failed = cluster.rest().awaitFailed("second");

        assertThat(failed.toString()).contains("the connector first of this worker has the database");
        cluster.rest().delete("second");
        cluster.rest().delete("first");
        awaitReleased(database);
        Oracle.compare(produced, FoundRows.inDuckDb(database, "SELECT * FROM events"))
                .assertExactlyOnce();
    }

    private static ProducedRows produce(String topic, int rowCount) {
        ProducedRows produced = new ProducedRows();
        ShopRecords records = new ShopRecords(topic.hashCode());
        topics.create(topic, 2);
        try (RowProducer producer = RowProducer.to(cluster.bootstrap(), produced)) {
            for (int row = 0; row < rowCount; row++) {
                producer.send(topic, row % 2, ShopRecords.format("shop.clicks"), records.row("shop.clicks"));
            }
        }
        return produced;
    }

    @Test
    void offsetsAreAlteredByRest() {
        produce("again", 200);
        Path database = cluster.work().resolve("again.duckdb");
        cluster.rest().put("again", config(database, "again"));
        cluster.rest().awaitRunning("again", 2);
        topics.awaitConsumedBy("again", "again", LIMIT);
        cluster.rest().stop("again");
        awaitReleased(database);
        cluster.rest().resetOffsets("again");
        cluster.rest().resume("again");
        cluster.rest().awaitRunning("again", 2);
        topics.awaitConsumedBy("again", "again", LIMIT);
        cluster.rest().delete("again");
        awaitReleased(database);

        List<Object> ids = new ArrayList<>();
        FoundRows.inDuckDb(database, "SELECT * FROM again").forEach(row -> ids.add(String.valueOf(row.get("row_id"))));
        assertThat(ids).hasSize(400);
    }

    /** The second worker gives its task up, and the group gives the partition to the first. */
    @Test
    void ofTwoWorkersOnOneFileOneIsTheOwner() {
        ProducedRows produced = produce("pairs", 400);
        Path database = cluster.work().resolve("pairs.duckdb");
        WorkerSettings settings = WorkerSettings.group("owners")
                .plugins(cluster.work().resolve("plugins"))
                .flushEvery(Duration.ofMillis(500));
        try (ConnectGroup pair = cluster.addGroup(settings, 2)) {
            pair.rest().put("pairs", config(database, "pairs", "retry.timeout.ms", "3000"));
            ConnectorStatus failed = pair.rest().awaitFailed("pairs");
            assertThat(failed.trace())
                    .contains("another process has the database " + database.toAbsolutePath())
                    .contains("retry.timeout.ms is 3000");
            assertThat(failed.tasks())
                    .filteredOn(task -> task.state() == ConnectState.RUNNING)
                    .hasSize(1);
            topics.awaitConsumedBy("pairs", "pairs", LIMIT);
            pair.rest().delete("pairs");
            awaitReleased(database);
        }
        Oracle.compare(produced, FoundRows.inDuckDb(database, "SELECT * FROM pairs"))
                .assertExactlyOnce();
    }
}
