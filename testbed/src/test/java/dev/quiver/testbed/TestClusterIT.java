/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.connect.ConnectGroup;
import dev.quiver.testbed.connect.WorkerSettings;
import dev.quiver.testbed.kafka.KafkaVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One cluster for all tests: a broker, a new worker behind the broker's proxy, and an old worker. */
final class TestClusterIT {
    private static final String FILE_SINK = "org.apache.kafka.connect.file.FileStreamSinkConnector";
    private static final Duration SOON = Duration.ofSeconds(60);

    private static TestCluster cluster;
    private static ConnectGroup older;

    @BeforeAll
    static void start() {
        cluster = TestCluster.named("test-cluster-it")
                .workers(1)
                .worker(settings -> settings.heapMb(256))
                .behindProxy()
                .start();
        older = cluster.addGroup(
                WorkerSettings.group("older").version(KafkaVersion.V3_9).heapMb(256), 1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void bothVersionsListTheirPlugins() {
        assertThat(cluster.rest().plugins()).contains(FILE_SINK, "org.apache.kafka.connect.json.JsonConverter");
        assertThat(older.rest().plugins()).contains(FILE_SINK, "org.apache.kafka.connect.json.JsonConverter");
        assertThat(cluster.rest().call("GET", "/", "").path("version").asText()).isEqualTo("4.3.1");
        assertThat(older.rest().call("GET", "/", "").path("version").asText()).isEqualTo("3.9.2");
    }
}
