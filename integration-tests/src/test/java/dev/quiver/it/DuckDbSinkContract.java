/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.ClusterPlan;
import dev.quiver.testbed.KafkaEnvironment;
import dev.quiver.testbed.TestCluster;
import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.Oracle;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What the DuckDB sink does for its users, on whichever worker and JDK a subclass brings. */
abstract class DuckDbSinkContract {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** The environment, with one worker that has the archive installed. */
    abstract KafkaEnvironment start(ClusterPlan plan);

    @Test
    void rowsArriveAndWhatIsNoRowDoesNot() {
        ClusterPlan plan = TestCluster.named(getClass().getSimpleName()).workers(1);
        try (KafkaEnvironment environment = start(plan);
                Topics topics = Topics.at(environment.bootstrap())) {
            check(environment, topics);
        }
    }

    /** Writes a topic to a database of its own; what is no row goes to the dead letter queue. */
    static void check(KafkaEnvironment environment, Topics topics) {
        ProducedRows produced = new ProducedRows();
        ShopRecords records = new ShopRecords(7);
        topics.create("shop.orders", 2);
        try (RowProducer producer = RowProducer.to(environment.bootstrap(), produced)) {
            for (int row = 0; row < 1500; row++) {
                producer.send("shop.orders", row % 2, ShopRecords.format("shop.orders"), records.row("shop.orders"));
            }
            producer.sendRaw("shop.orders", 1, null, "{\"schema\":{\"type\":\"int32\"},\"payload\":7}".getBytes(UTF_8));
        }
        Path database = environment.work().resolve("shop.duckdb");
        String[] letters = {
            "errors.tolerance", "all",
            "errors.deadletterqueue.topic.name", "dlq",
            "errors.deadletterqueue.topic.replication.factor", "1",
            "errors.deadletterqueue.context.headers.enable", "true"
        };
        environment.rest().put("shop", DuckDbSinkIT.config(database, "shop.orders", letters));
        environment.rest().awaitRunning("shop", 2);
        topics.awaitConsumedBy("shop", "shop.orders", LIMIT);
        environment.rest().delete("shop");
        DuckDbSinkIT.awaitReleased(database);

        Oracle.compare(produced, FoundRows.inDuckDb(database, "SELECT * FROM \"shop.orders\""))
                .assertExactlyOnce();
        List<ConsumerRecord<byte[], byte[]>> reported = topics.awaitRecords("dlq", 1, LIMIT);
        assertThat(new String(
                        reported.get(0)
                                .headers()
                                .lastHeader("__connect.errors.exception.message")
                                .value(),
                        UTF_8))
                .contains("could not write record shop.orders-1")
                .contains("must be a struct or an Arrow batch");
    }
}
