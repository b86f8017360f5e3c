/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.connect.ConnectState;
import dev.quiver.testbed.connect.ConnectWorker;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.process.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two workers replay two sets exactly once while one of them is killed and started, and the connector is restarted and
 * paused, in an order that a seed decides. Whoever reads what was committed finds every log once, with as many
 * attributes as it has.
 */
final class MergeSourceIT {
    private static final List<String> SETS = List.of("o1-basic", "o2-otap-exporter");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @Tag("slow")
    void aFewInterruptionsLoseAndDoubleNothing() {
        run(1, 6);
    }

    @Test
    @Tag("slow")
    void manyInterruptionsLoseAndDoubleNothing() {
        run(2, 50);
    }

    private static void run(long seed, int interruptions) {
        Map<String, Integer> expected = expected();
        int rowsPerSecond = Math.max(60, expected.size() / (12 * interruptions));
        try (TestCluster cluster = TestCluster.named("merge-source-" + seed)
                        .workers(2)
                        .worker(settings -> settings.exactlyOnceSource().with("session.timeout.ms", "10000"))
                        .plugin(Archives.sourceMerge())
                        .topic("replayed", 3)
                        .start();
                Topics topics = Topics.at(cluster.bootstrap())) {
            start(cluster, rowsPerSecond);
            Random random = new Random(seed);
            for (int index = 0; index < interruptions; index++) {
                long before = topics.recordCount("replayed");
                interrupt(cluster, random);
                Await.until(
                        "more records",
                        LIMIT,
                        () -> topics.recordCount("replayed") > before || before >= expected.size());
            }
            Await.until("all records", LIMIT, () -> topics.recordCount("replayed") >= expected.size());
            List<ConsumerRecord<byte[], byte[]>> found = topics.awaitRecords("replayed", expected.size(), LIMIT);
            assertThat(found).hasSize(expected.size());
            assertThat(attributesByPlace(found)).isEqualTo(expected);
        }
    }

    private static void start(TestCluster cluster, int rowsPerSecond) {
        cluster.rest()
                .put(
                        "replay",
                        Map.ofEntries(
                                Map.entry("connector.class", "dev.quiver.source.merge.MergeSourceConnector"),
                                Map.entry("tasks.max", "2"),
                                Map.entry(
                                        "store.uri",
                                        "file://" + copiedSets(cluster.work().resolve("otel"))),
                                Map.entry("topic", "replayed"),
                                Map.entry("value.format", "otlp-json"),
                                Map.entry("message.records.max", "1"),
                                Map.entry("headers.provenance", "true"),
                                Map.entry("poll.records.max", "50"),
                                Map.entry("rate.rows.max", String.valueOf(rowsPerSecond)),
                                Map.entry("transaction.boundary", "connector"),
                                Map.entry("transaction.records.max", "100"),
                                Map.entry("exactly.once.support", "required"),
                                Map.entry("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter"),
                                Map.entry("key.converter", "org.apache.kafka.connect.storage.StringConverter")));
        cluster.rest().awaitRunning("replay", 2);
    }

    private static void interrupt(TestCluster cluster, Random random) {
        switch (random.nextInt(3)) {
            case 0 -> {
                ConnectWorker worker = cluster.workers().worker(1);
                worker.kill9();
                worker.restart();
                cluster.workers().awaitReady();
            }
            case 1 -> cluster.rest().restart("replay");
            default -> {
                cluster.rest().pause("replay");
                cluster.rest().awaitState("replay", ConnectState.PAUSED);
                cluster.rest().resume("replay");
            }
        }
        cluster.rest().awaitRunning("replay", 2);
    }

    /** Both sets below one directory; their partitions differ. */
    private static Path copiedSets(Path target) {
        for (String set : SETS) {
            Path source =
                    Archives.root().resolve("source-merge/src/test/resources").resolve(set);
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = target.resolve(source.relativize(file).toString());
                    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not copy " + source, e);
            }
        }
        return target.toAbsolutePath();
    }

    /** How many attributes each log has, by partition, file and row. */
    private static Map<String, Integer> expected() {
        Map<String, Integer> expected = new TreeMap<>();
        for (String set : SETS) {
            Path file = Archives.root()
                    .resolve("source-merge/src/test/resources")
                    .resolve(set)
                    .resolve("expected.jsonl.gz");
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), UTF_8))) {
                for (String line : reader.lines().toList()) {
                    JsonNode log = JSON.readTree(line.replace(":NaN", ":null").replace(",NaN]", ",null]"));
                    expected.put(
                            place(
                                    log.get("part").asText(),
                                    log.get("file").asText(),
                                    log.get("row").asText()),
                            log.get("attrs").size());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not read " + file, e);
            }
        }
        return expected;
    }

    private static String place(String part, String file, String row) {
        return part + "/" + file + "/" + row;
    }

    private static Map<String, Integer> attributesByPlace(List<ConsumerRecord<byte[], byte[]>> found) {
        Map<String, Integer> attributes = new TreeMap<>();
        List<String> doubled = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : found) {
            String place = place(header(each, "quiver.part"), header(each, "quiver.file"), header(each, "quiver.row"));
            try {
                JsonNode log = JSON.readTree(each.value()).at("/resourceLogs/0/scopeLogs/0/logRecords/0");
                if (attributes.put(place, log.path("attributes").size()) != null) {
                    doubled.add(place);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("could not read " + place, e);
            }
        }
        assertThat(doubled).isEmpty();
        return attributes;
    }

    private static String header(ConsumerRecord<byte[], byte[]> each, String name) {
        return new String(each.headers().lastHeader(name).value(), UTF_8);
    }
}
