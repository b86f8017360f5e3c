/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.registry.RegistryStub;
import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.kafka.KafkaVersion;
import dev.quiver.testbed.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The Avro converter from an archive of its own and from that of the sink, which then are in class loaders of their
 * own. Rows must arrive once, whichever of them has made them, with or without transformations between; and other
 * connectors must see plain data.
 */
final class AvroConverterIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONVERTER = "dev.quiver.converter.AvroConverter";
    private static final String TOPIC = "orders.avro";
    private static final int ROWS = 3_000;

    private final ProducedRows produced = new ProducedRows();

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void theWorkersConverterAndTheConnectorsConverterServeEveryConnector(KafkaVersion version) throws IOException {
        try (RegistryStub registry = RegistryStub.start();
                TestCluster cluster = TestCluster.named("avro-" + version)
                        .workers(1)
                        .worker(settings -> settings.version(version)
                                .discovery("hybrid_fail")
                                .with("value.converter", CONVERTER)
                                .with("value.converter.schema.registry.url", registry.url())
                                .with("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"))
                        .plugin(Archives.converters())
                        .plugin(Archives.sinkParquet())
                        .topic(TOPIC, 3)
                        .start();
                Topics topics = Topics.at(cluster.bootstrap())) {
            try (AvroRecords records = new AvroRecords(cluster.bootstrap(), registry.url(), produced)) {
                records.send(TOPIC, 3, ROWS);
                records.sendRaw(TOPIC, 0, "no Avro".getBytes(UTF_8));
                records.sendRaw(TOPIC, 1, new byte[] {0, 0, 0, 0, 1, 9});
            }
            Path work = cluster.work().resolve("found");
            Path lines = cluster.work().resolve("lines.txt");
            submit(cluster, registry, work);
            cluster.rest()
                    .put(
                            "lines",
                            Map.of(
                                    "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
                                    "topics", TOPIC,
                                    "file", lines.toString(),
                                    "errors.tolerance", "all",
                                    "consumer.override.auto.offset.reset", "earliest"));
            for (String name : List.of("by-worker", "by-connector", "changed", "lines")) {
                topics.awaitConsumedBy(name, TOPIC, LIMIT);
            }
            for (String name : List.of("by-worker", "by-connector")) {
                Oracle.compare(produced, FoundRows.inParquet(work.resolve(name)))
                        .assertExactlyOnce();
                assertThat(topics.awaitRecords(name + "-dlq", 2, LIMIT)).hasSizeGreaterThanOrEqualTo(2);
            }
            FoundRows.inParquet(work.resolve("changed"))
                    .forEach(row ->
                            assertThat(row).containsEntry("origin", "avro").doesNotContainKey("score"));
            assertPlain(lines);
        }
    }

    private static void submit(TestCluster cluster, RegistryStub registry, Path work) {
        Map<String, String> ours =
                Map.of("value.converter", CONVERTER, "value.converter.schema.registry.url", registry.url());
        Map<String, String> transformed = new HashMap<>(ours);
        transformed.putAll(Map.of(
                "transforms", "origin,narrow",
                "transforms.origin.type", "org.apache.kafka.connect.transforms.InsertField$Value",
                "transforms.origin.static.field", "origin",
                "transforms.origin.static.value", "avro",
                "transforms.narrow.type", "org.apache.kafka.connect.transforms.ReplaceField$Value",
                "transforms.narrow.exclude", "score"));
        cluster.rest().put("by-worker", sink(work.resolve("by-worker"), Map.of()));
        cluster.rest().put("by-connector", sink(work.resolve("by-connector"), ours));
        cluster.rest().put("changed", sink(work.resolve("changed"), transformed));
    }

    /** One line for each record, a struct as Connect prints it. */
    private static void assertPlain(Path lines) throws IOException {
        Await.until(ROWS + " lines", LIMIT, () -> Files.readAllLines(lines).size() >= ROWS);
        assertThat(Files.readAllLines(lines))
                .hasSize(ROWS)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("Struct{row_id=orders.avro/")
                        .contains("number="));
    }

    private static Map<String, String> sink(Path directory, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "dev.quiver.sink.parquet.ParquetSinkConnector",
                "tasks.max", "2",
                "topics", TOPIC,
                "store.uri", "file://" + directory,
                "schema.compatibility", "union",
                "flush.age.max.ms", "1000",
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", directory.getFileName() + "-dlq",
                "errors.deadletterqueue.topic.replication.factor", "1",
                "consumer.override.auto.offset.reset", "earliest"));
        config.putAll(more);
        return config;
    }
}
