/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.registry.RegistryStub;
import dev.quiver.testbed.JavaHomes;
import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectorFile;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.kafka.KafkaVersion;
import dev.quiver.testbed.process.ServerProcess;
import dev.quiver.testbed.s3.S3Bucket;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is submitted to a real worker and moves records; only places and hosts differ from the file. */
final class ConfigExamplesIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static TestCluster cluster;
    private static Topics topics;
    private static S3Bucket bucket;
    private static RegistryStub registry;
    private static final ProducedRows ORDERS = new ProducedRows();

    @BeforeAll
    static void start() throws IOException {
        registry = RegistryStub.start();
        cluster = TestCluster.named("config-examples")
                .workers(1)
                .plugin(Archives.all())
                .s3()
                .start();
        topics = Topics.at(cluster.bootstrap());
        bucket = cluster.s3().createBucket("lake");
        for (String topic : List.of("orders", "shop.orders", "events.arrow", "orders.avro", "otel.logs")) {
            topics.create(topic, 2);
        }
        runArrowProducer();
        try (AvroRecords avro = new AvroRecords(cluster.bootstrap(), registry.url(), new ProducedRows())) {
            avro.send("orders.avro", 2, 1000);
        }
        ShopRecords records = new ShopRecords(4);
        try (RowProducer producer = RowProducer.to(cluster.bootstrap(), ORDERS);
                RowProducer others = RowProducer.to(cluster.bootstrap(), new ProducedRows())) {
            for (int row = 0; row < 1000; row++) {
                producer.send(
                        "orders", row % 2, ShopRecords.format(ShopRecords.ORDERS), records.row(ShopRecords.ORDERS));
                others.send(
                        "shop.orders",
                        row % 2,
                        ShopRecords.format(ShopRecords.ORDERS),
                        records.row(ShopRecords.ORDERS));
            }
        }
    }

    /** As its own comment says: with the archives of the plugin and those of Kafka. */
    private static void runArrowProducer() {
        Path lib = cluster.work().resolve("plugins/quiver-kafka-connect/lib");
        ServerProcess.run(
                "ArrowProducer.java",
                List.of(
                        JavaHomes.running().resolve("bin/java").toString(),
                        "-cp",
                        lib.resolve("*")
                                + File.pathSeparator
                                + KafkaVersion.V4_3.lib().resolve("*"),
                        Archives.examples()
                                .resolve("producers/ArrowProducer.java")
                                .toString(),
                        cluster.bootstrap(),
                        "events.arrow"),
                cluster.work().resolve("producer"),
                cluster.work().resolve("producer.log"),
                LIMIT);
    }

    @AfterAll
    static void stop() {
        topics.close();
        cluster.close();
        registry.close();
    }

    static List<Path> examples() {
        try (Stream<Path> files = Files.list(Archives.examples())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not list the examples", e);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleRuns(Path example) {
        ConnectorFile file = ConnectorFile.read(example, Map.of());
        Path directory = cluster.work().resolve("files-" + file.name());
        adapt(file, directory);
        cluster.rest().put(file);
        cluster.rest().awaitRunning(file.name(), file.config().get("tasks.max").asInt());
        if (!file.config().has("topics")) {
            cluster.rest().delete(file.name());
            return;
        }
        String consumed = file.config().path("topics").asText("shop.orders");
        topics.awaitConsumedBy(file.name(), consumed.split(",", 2)[0], LIMIT);
        cluster.rest().delete(file.name());
    }

    /**
     * What an operator has to fill in: this machine's directory, this server, and rotation within a test's patience.
     */
    private static void adapt(ConnectorFile file, Path directory) {
        file.config().put("flush.age.max.ms", "1000");
        file.config().put("errors.deadletterqueue.topic.replication.factor", "1");
        file.config().put("consumer.override.auto.offset.reset", "earliest");
        if (file.config().has("value.converter.schema.registry.url")) {
            file.config().put("value.converter.schema.registry.url", registry.url());
        }
        if (file.config().has("duckdb.path")) {
            for (String key : List.of("duckdb.path", "snapshot.directory", "export.directory")) {
                String path = file.config().path(key).asText();
                if (!path.isEmpty()) {
                    file.config().put(key, directory + path.substring(path.lastIndexOf('/')));
                }
            }
        } else if (file.config().get("store.uri").asText().startsWith("file:")) {
            file.config().put("store.uri", "file://" + directory);
        } else {
            file.config().put("store.uri", "s3://lake/" + file.name());
            file.config().put("s3.endpoint", cluster.s3().endpoint().toString());
            file.config().put("s3.path.style.access", "true");
            file.config().put("s3.access.key.id", cluster.s3().accessKey());
            file.config().put("s3.secret.access.key", cluster.s3().secretKey());
            // The server of the test knows no roles, no keys of its own and no tags.
            file.config().remove(List.of("s3.role.arn", "s3.encryption", "s3.tags"));
        }
        if (file.config().has("parquet.encryption.keys")) {
            file.config().put("parquet.encryption.keys", "footer:MDEyMzQ1Njc4OWFiY2RlZg==");
        }
    }

    @Test
    void theArrowExampleWritesWhatTheProducerInJavaSent() {
        assertThat(topics.recordCount("events.arrow")).isEqualTo(100);
        ConnectorFile file = ConnectorFile.read(Archives.examples().resolve("arrow-converter-parquet.json"), Map.of());
        Path directory = cluster.work().resolve("arrow-rows");
        adapt(file, directory);
        cluster.rest().put("arrow-rows", file.config().toString());
        topics.awaitConsumedBy("arrow-rows", "events.arrow", LIMIT);
        Set<Object> ids = new HashSet<>();
        FoundRows.inParquet(directory).forEach(row -> ids.add(Objects.requireNonNull(row.get("id"))));
        assertThat(ids).hasSize(100_000);
        assertThat(topics.recordCount("arrow-to-parquet-dlq")).isZero();
        cluster.rest().delete("arrow-rows");
    }

    @Test
    void theFileExampleWritesEveryRow() {
        ConnectorFile file = ConnectorFile.read(Archives.examples().resolve("parquet-sink-file.json"), Map.of());
        Path directory = cluster.work().resolve("every-row");
        adapt(file, directory);
        cluster.rest().put("every-row", file.config().toString());
        cluster.rest().awaitRunning("every-row");
        topics.awaitConsumedBy("every-row", "orders", LIMIT);
        Oracle.compare(ORDERS, FoundRows.inParquet(directory)).assertExactlyOnce();
        cluster.rest().delete("every-row");
    }

    @Test
    void aConfigurationThatDoesNotFitIsRefusedOnItsKey() {
        String config = "{\"connector.class\":\"dev.quiver.sink.parquet.ParquetSinkConnector\",\"name\":\"x\","
                + "\"topics\":\"orders\",\"store.uri\":\"s3://lake\",\"s3.access.key.id\":\"only\"}";
        String answer = cluster.rest()
                .validate("dev.quiver.sink.parquet.ParquetSinkConnector", config)
                .toString();
        assertThat(answer).contains("s3.secret.access.key").contains("must be given where s3.access.key.id is");
        assertThat(bucket.keys("nothing/")).isEmpty();
    }
}
