/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.ConnectState;
import dev.quiver.testbed.connect.ConnectWorker;
import dev.quiver.testbed.connect.ConnectorStatus;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowFormat;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.RowSchema;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.faults.Fault;
import dev.quiver.testbed.faults.S3Operation;
import dev.quiver.testbed.kafka.KafkaVersion;
import dev.quiver.testbed.process.Http;
import dev.quiver.testbed.s3.S3Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One cluster for all tests: a broker, a new worker behind the broker's proxy, and an old worker. */
final class ProcessEnvironmentIT implements EnvironmentContract {
    private static final String FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static TestCluster cluster;
    private static ConnectGroup older;
    private static Topics topics;

    @BeforeAll
    static void start() {
        cluster = TestCluster.named("process-environment-it")
                .workers(1)
                .worker(settings -> settings.heapMb(256))
                .behindProxy()
                .s3()
                .start();
        older = cluster.addGroup(
                WorkerSettings.group("older").version(KafkaVersion.V3_9).heapMb(256), 1);
        topics = Topics.at(cluster.bootstrap());
    }

    @AfterAll
    static void stop() {
        topics.close();
        cluster.close();
    }

    @Override
    public KafkaEnvironment environment() {
        return cluster;
    }

    @Test
    void objectsCanBeReachedThroughTheFaultProxy() {
        S3Address faulty = cluster.s3().through(cluster.s3Faults().endpoint());

        faulty.createBucket("faulty").write("k", new byte[] {1});
        cluster.s3Faults().once(S3Operation.GET_OBJECT, Fault.SLOW_DOWN);

        assertThatThrownBy(() -> faulty.bucket("faulty").read("k"))
                .hasMessageStartingWith("could not read faulty/k: 503 ");
        assertThat(cluster.s3().bucket("faulty").read("k")).containsExactly(1);
    }

    @Test
    void aSecondWorkerTakesItsShare() {
        topics.create("shared", 4);
        cluster.rest()
                .put(
                        "shared",
                        Map.of(
                                "connector.class",
                                FILE_SINK,
                                "tasks.max",
                                "4",
                                "topics",
                                "shared",
                                "file",
                                cluster.work().resolve("shared.txt").toString()));
        cluster.rest().awaitRunning("shared");

        ConnectWorker second = cluster.workers().addWorker();

        assertThat(second.isAlive()).isTrue();
        cluster.rest()
                .await(
                        "shared",
                        "be on two workers",
                        SOON,
                        status -> !status.hasFailed()
                                && status.tasks().stream()
                                                .map(ConnectorStatus.Part::worker)
                                                .distinct()
                                                .count()
                                        == 2);
        second.kill9();
        cluster.rest().delete("shared");
    }

    @Test
    void bothVersionsListTheirPlugins() {
        assertThat(cluster.rest().plugins()).contains(FILE_SINK, "org.apache.kafka.connect.json.JsonConverter");
        assertThat(older.rest().plugins()).contains(FILE_SINK, "org.apache.kafka.connect.json.JsonConverter");
        assertThat(cluster.rest().call("GET", "/", "").path("version").asText()).isEqualTo("4.3.1");
        assertThat(older.rest().call("GET", "/", "").path("version").asText()).isEqualTo("3.9.2");
        assertThat(cluster.kafka().proxy().acceptedCount()).isPositive();
    }

    @Test
    void aSinkSurvivesKilledWorkersAndBrokers() throws IOException {
        topics.create("survivors", 2);
        Path file = cluster.work().resolve("survivors.txt");
        cluster.rest().put("survivor", sink("survivors", file));
        cluster.rest().awaitRunning("survivor");
        produceRaw("survivors", "before");
        topics.awaitConsumedBy("survivor", "survivors", SOON);

        cluster.workers().worker(0).kill9();
        assertThat(cluster.workers().worker(0).isAlive()).isFalse();
        cluster.workers().worker(0).restart();
        cluster.kafka().kill9();
        cluster.kafka().restart();
        produceRaw("survivors", "after");
        cluster.kafka().proxy().reset();

        cluster.rest().awaitRunning("survivor");
        topics.awaitConsumedBy("survivor", "survivors", SOON);
        assertThat(Files.readAllLines(file)).contains("before", "after");
        cluster.rest().delete("survivor");
        assertThat(cluster.rest().connectors()).doesNotContain("survivor");
    }

    @Test
    void aPausedWorkerIsSilentUntilItResumes() {
        ConnectWorker worker = older.worker(0);
        worker.pause();
        assertThat(Http.answers(worker.endpoint(), 499)).isFalse();
        assertThatThrownBy(() -> older.rest().connectors()).hasMessage("no worker of group older runs");

        worker.resume();

        assertThat(older.rest().connectors()).isEmpty();
    }

    @Test
    void aFailedTaskShowsItsTrace() {
        topics.create("failing", 1);
        older.rest().put("failing", sink("failing", Path.of("/nowhere/at/all")));

        assertThatThrownBy(() -> older.rest().awaitRunning("failing"))
                .hasMessageContaining("task 0 FAILED")
                .hasMessageContaining("/nowhere/at/all");

        assertThat(older.rest().awaitFailed("failing").trace()).contains("ConnectException");
        older.rest().stop("failing");
        older.rest().awaitState("failing", ConnectState.STOPPED);
        older.rest().resetOffsets("failing");
        older.rest().delete("failing");
    }

    @Test
    void aRefusedConfigurationSaysWhy() {
        assertThatThrownBy(() -> cluster.rest().put("nothing", Map.of("connector.class", "Nothing")))
                .hasMessageContaining("PUT /connectors/nothing/config was refused: ")
                .hasMessageContaining("Failed to find any class");
        assertThat(cluster.rest()
                        .validate(FILE_SINK, "{\"connector.class\": \"" + FILE_SINK + "\", \"topics\": \"\"}")
                        .path("error_count")
                        .asInt())
                .isPositive();
    }

    @Test
    void whatWasProducedCanBeReadBack() {
        topics.create("rows", 3);
        ProducedRows produced = new ProducedRows();
        RowFormat format = RowFormat.jsonWithSchema(RowSchema.named("row").field("n", "int32"));
        try (RowProducer producer = RowProducer.to(cluster.kafka().proxiedBootstrap(), produced)) {
            for (int n = 0; n < 300; n++) {
                producer.send("rows", n % 3, format, Map.of("n", n));
            }
            producer.sendTombstone("rows", 1, "gone".getBytes(UTF_8));
        }

        assertThat(produced.count()).isEqualTo(300);
        assertThat(topics.recordCount("rows")).isEqualTo(301);
        assertThat(topics.read("rows")).hasSize(301).anyMatch(record -> record.value() == null);
        List<Map<String, @Nullable Object>> found = topics.read("rows").stream()
                .filter(record -> record.value() != null)
                .map(record -> payload(record.value()))
                .toList();
        Oracle.compare(produced, FoundRows.of(found)).assertExactlyOnce();
    }

    @Test
    void aWorkerRunsOnJdk25() throws IOException {
        Path jdk25 = JavaHomes.jdk25();

        try (ConnectGroup newest =
                cluster.addGroup(WorkerSettings.group("newest").javaHome(jdk25).heapMb(256), 1)) {
            assertThat(newest.rest().connectors()).isEmpty();
            assertThat(Files.readString(newest.worker(0).log()))
                    .contains("jvm.spec")
                    .contains(", 25");
        }
    }

    private static Map<String, String> sink(String topic, Path file) {
        return Map.of(
                "connector.class",
                FILE_SINK,
                "tasks.max",
                "1",
                "topics",
                topic,
                "file",
                file.toString(),
                "value.converter",
                "org.apache.kafka.connect.storage.StringConverter");
    }

    private static void produceRaw(String topic, String value) {
        try (RowProducer producer = RowProducer.to(cluster.bootstrap(), new ProducedRows())) {
            producer.sendRaw(topic, 0, null, value.getBytes(UTF_8));
        }
    }

    private static Map<String, @Nullable Object> payload(byte[] value) {
        String text = new String(value, UTF_8);
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("row_id", text.replaceAll(".*\"row_id\":\"([^\"]*)\".*", "$1"));
        row.put("n", Integer.valueOf(text.replaceAll(".*\"n\":(\\d+).*", "$1")));
        return row;
    }
}
