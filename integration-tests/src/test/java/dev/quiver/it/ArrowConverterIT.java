/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The Arrow converter wherever it may come from: the worker's own setting, the connector's; an archive of its own, the
 * archive of the sink. The sink must know its batches in every case, and other connectors must see plain data.
 */
final class ArrowConverterIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONVERTER = "dev.quiver.converter.ArrowConverter";
    private static final String TOPIC = "events.arrow";

    private final ProducedRows produced = new ProducedRows();

    @ParameterizedTest
    @EnumSource(KafkaVersion.class)
    void theWorkersConverterAndTheConnectorsConverterServeEveryConnector(KafkaVersion version) throws IOException {
        try (TestCluster cluster = TestCluster.named("arrow-" + version)
                        .workers(1)
                        .worker(settings -> settings.version(version)
                                .discovery("hybrid_fail")
                                .with("value.converter", CONVERTER)
                                .with("key.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"))
                        .plugin(Archives.converters())
                        .plugin(Archives.sinkParquet())
                        .topic(TOPIC, 3)
                        .start();
                Topics topics = Topics.at(cluster.bootstrap())) {
            try (ArrowBatches batches = new ArrowBatches(cluster.bootstrap(), produced)) {
                batches.send(TOPIC, 3, 60, 100);
                batches.sendRaw(TOPIC, 0, "no Arrow".getBytes(UTF_8));
            }
            Path work = cluster.work().resolve("found");
            Path lines = cluster.work().resolve("lines.txt");
            cluster.rest().put("by-worker", sink(work.resolve("by-worker"), Map.of()));
            cluster.rest()
                    .put(
                            "by-connector",
                            sink(
                                    work.resolve("by-connector"),
                                    Map.of("value.converter", CONVERTER, "value.converter.batch.shape", "bytes")));
            cluster.rest()
                    .put(
                            "lines",
                            Map.of(
                                    "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
                                    "topics", TOPIC,
                                    "file", lines.toString(),
                                    "errors.tolerance", "all",
                                    "consumer.override.auto.offset.reset", "earliest"));
            for (String name : List.of("by-worker", "by-connector", "lines")) {
                topics.awaitConsumedBy(name, TOPIC, LIMIT);
            }
            for (String name : List.of("by-worker", "by-connector")) {
                Oracle.compare(produced, FoundRows.inParquet(work.resolve(name)))
                        .assertExactlyOnce();
                // Twice where a rebalance made the worker read it again.
                assertThat(topics.awaitRecords(name + "-dlq", 1, LIMIT))
                        .allSatisfy(letter ->
                                assertThat(letter.value()).asString(UTF_8).isEqualTo("no Arrow"));
            }
            assertPlain(lines);
        }
    }

    /** One line for each record, a list of structs as Connect prints them. */
    private static void assertPlain(Path lines) throws IOException {
        Await.until("60 lines", LIMIT, () -> Files.readAllLines(lines).size() >= 60);
        assertThat(Files.readAllLines(lines))
                .hasSize(60)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("[Struct{row_id=events.arrow/")
                        .contains("number="));
    }

    @Test
    void theArchiveOfTheSinkBringsTheConverter() {
        try (TestCluster cluster = TestCluster.named("arrow-bundled")
                        .workers(1)
                        .plugin(Archives.sinkParquet())
                        .topic(TOPIC, 2)
                        .start();
                Topics topics = Topics.at(cluster.bootstrap())) {
            try (ArrowBatches batches = new ArrowBatches(cluster.bootstrap(), produced)) {
                batches.send(TOPIC, 2, 20, 50);
            }
            Path work = cluster.work().resolve("found");
            cluster.rest().put("bundled", sink(work, Map.of("value.converter", CONVERTER)));
            topics.awaitConsumedBy("bundled", TOPIC, LIMIT);
            Oracle.compare(produced, FoundRows.inParquet(work)).assertExactlyOnce();
        }
    }

    private static Map<String, String> sink(Path directory, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(Map.of(
                "connector.class", "dev.quiver.sink.parquet.ParquetSinkConnector",
                "tasks.max", "2",
                "topics", TOPIC,
                "store.uri", "file://" + directory,
                "partition.by", "topic,field:name",
                "flush.age.max.ms", "1000",
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", directory.getFileName() + "-dlq",
                "errors.deadletterqueue.topic.replication.factor", "1",
                "consumer.override.auto.offset.reset", "earliest"));
        config.putAll(more);
        return config;
    }
}
