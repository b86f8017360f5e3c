/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectState;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/operating.md says about reading again and about other names, on a real worker. */
final class ParquetSinkProceduresIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int PARTITIONS = 2;
    private static final int ROWS_OF_FILE = 10;

    /** The partition and the offset of the first row are in the name. */
    private static final Pattern NAME = Pattern.compile(".*\\+(\\d+)\\+(\\d+)[^/]*\\.parquet");

    private static TestCluster cluster;
    private static Topics topics;

    @BeforeAll
    static void start() {
        cluster = TestCluster.named("ParquetSinkProceduresIT")
                .workers(1)
                .plugin(Archives.sinkParquet())
                .worker(settings -> settings.flushEvery(Duration.ofMillis(500)))
                .start();
        topics = Topics.at(cluster.bootstrap());
    }

    @AfterAll
    static void stop() {
        topics.close();
        cluster.close();
    }

    private static Path lake(String topic) {
        return cluster.work().resolve("lake-" + topic);
    }

    /** Files of exactly ten rows: only whole ones are there when everything is committed. */
    private static Map<String, String> config(String topic) {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "dev.quiver.sink.parquet.ParquetSinkConnector");
        config.put("tasks.max", "2");
        config.put("topics", topic);
        config.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        config.put("value.converter.schemas.enable", "true");
        config.put("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        config.put("store.uri", "file://" + lake(topic));
        config.put("flush.rows.max", String.valueOf(ROWS_OF_FILE));
        config.put("flush.age.max.ms", "600000");
        config.put("flush.on.close", "true");
        config.put("consumer.override.auto.offset.reset", "earliest");
        config.put("consumer.override.session.timeout.ms", "6000");
        config.put("consumer.override.heartbeat.interval.ms", "500");
        return config;
    }

    private static void produce(ProducedRows produced, String topic, int rowsOfPartition) {
        ShopRecords records = new ShopRecords(topic.hashCode());
        try (RowProducer producer = RowProducer.to(cluster.bootstrap(), produced)) {
            for (int row = 0; row < rowsOfPartition * PARTITIONS; row++) {
                producer.send(topic, row % PARTITIONS, ShopRecords.format("shop.clicks"), records.row("shop.clicks"));
            }
        }
    }

    private static ProducedRows written(String name, String topic) {
        topics.create(topic, PARTITIONS);
        ProducedRows produced = new ProducedRows();
        produce(produced, topic, 100);
        cluster.rest().put(name, config(topic));
        cluster.rest().awaitRunning(name, 2);
        topics.awaitConsumedBy(name, topic, LIMIT);
        return produced;
    }

    private static void assertEveryRowOnce(ProducedRows produced, String topic) {
        Oracle.compare(produced, FoundRows.inParquet(lake(topic))).assertExactlyOnce();
    }

    private static void awaitStopped(String name) {
        cluster.rest().stop(name);
        cluster.rest().awaitState(name, ConnectState.STOPPED);
    }

    private static void goOn(String name, String topic) {
        cluster.rest().resume(name);
        cluster.rest().awaitRunning(name, 2);
        topics.awaitConsumedBy(name, topic, LIMIT);
    }

    private static List<Path> files(String topic, Predicate<Matcher> which) {
        try (Stream<Path> files = Files.walk(lake(topic))) {
            return files.filter(file -> {
                        Matcher name = NAME.matcher(file.toString());
                        return name.matches() && which.test(name);
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not list " + lake(topic), e);
        }
    }

    private static void remove(List<Path> files) {
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("could not remove " + file, e);
            }
        }
    }

    @Test
    void aRangeIsWrittenAgain() {
        ProducedRows produced = written("range", "range");
        awaitStopped("range");
        List<Path> before = files("range", name -> true);
        remove(files("range", name -> name.group(1).equals("1") && Integer.parseInt(name.group(2)) >= 40));
        cluster.rest()
                .alterOffsets(
                        "range",
                        "{\"offsets\": [{\"partition\": {\"kafka_topic\": \"range\", \"kafka_partition\": 1},"
                                + " \"offset\": {\"kafka_offset\": 40}}]}");
        goOn("range", "range");

        assertEveryRowOnce(produced, "range");
        assertThat(files("range", name -> true)).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void everythingIsWrittenAgain() {
        ProducedRows produced = written("everything", "everything");
        awaitStopped("everything");
        remove(files("everything", name -> true));
        cluster.rest().resetOffsets("everything");
        goOn("everything", "everything");

        assertEveryRowOnce(produced, "everything");
    }

    @Test
    void anotherNameGoesOnWhereTheFirstWas() {
        ProducedRows produced = written("old", "renamed");
        awaitStopped("old");
        String offsets = cluster.rest().offsets("old").toString();
        produce(produced, "renamed", 50);
        cluster.rest().createStopped("new", config("renamed"));
        cluster.rest().alterOffsets("new", offsets);
        goOn("new", "renamed");
        cluster.rest().delete("old");

        assertEveryRowOnce(produced, "renamed");
    }

    @Test
    void aConnectorThatIsMadeAgainGoesOnWhereItWas() {
        ProducedRows produced = written("again", "again");
        cluster.rest().delete("again");
        produce(produced, "again", 50);
        cluster.rest().put("again", config("again"));
        cluster.rest().awaitRunning("again", 2);
        topics.awaitConsumedBy("again", "again", LIMIT);

        assertEveryRowOnce(produced, "again");
    }
}
