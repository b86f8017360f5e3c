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
import dev.quiver.testbed.s3.S3Bucket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What the Parquet sink does for its users, on whichever broker, worker and JDK a subclass brings. */
abstract class ParquetSinkContract {
    private static final int ROWS_PER_PARTITION = 500;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** The environment, with an S3 server and one worker that has the archive installed. */
    abstract KafkaEnvironment start(ClusterPlan plan);

    @Test
    void rowsArriveAndWhatIsNoRowDoesNot() {
        ClusterPlan plan =
                TestCluster.named(getClass().getSimpleName()).workers(1).s3();
        try (KafkaEnvironment environment = start(plan);
                Topics topics = Topics.at(environment.bootstrap())) {
            S3Bucket bucket = environment.s3().createBucket("lake");
            ProducedRows produced = produce(environment, topics);
            environment
                    .rest()
                    .put(
                            "shop",
                            ShopSink.toS3(environment.s3(), "lake", "raw")
                                    .with("partition.by", "topic,field:customer.country")
                                    .config());
            environment.rest().awaitRunning("shop");
            for (String topic : ShopRecords.TOPICS) {
                topics.awaitConsumedBy("shop", topic, LIMIT);
            }
            Path directory = environment.work().resolve("found");
            bucket.download("raw/", directory);
            Oracle.compare(produced, FoundRows.inParquet(directory)).assertExactlyOnce();
            assertThat(bucket.keys("raw/"))
                    .allMatch(key -> key.matches("raw/_quiver/shop/shop\\.[a-z]+/[0-3]\\.json")
                            || key.matches("raw/shop\\.[a-z]+/country=(CZ|DE|FR|a%2Fb%3Dc|__HIVE_DEFAULT_PARTITION__)/"
                                    + "shop\\.[a-z]+\\+[0-3]\\+[0-9]{20}-[0-9]{20}\\.parquet"));
            checkDeadLetters(topics);
            environment.rest().delete("shop");
        }
    }

    private static ProducedRows produce(KafkaEnvironment environment, Topics topics) {
        ProducedRows produced = new ProducedRows();
        ShopRecords records = new ShopRecords(1);
        ShopRecords.TOPICS.forEach(topic -> topics.create(topic, 4));
        try (RowProducer producer = RowProducer.to(environment.bootstrap(), produced)) {
            for (String topic : ShopRecords.TOPICS) {
                for (int row = 0; row < ROWS_PER_PARTITION * 4; row++) {
                    producer.send(topic, row % 4, ShopRecords.format(topic), records.row(topic));
                }
                producer.sendTombstone(topic, 1, "gone".getBytes(UTF_8));
                // One that the converter refuses and one that only the sink can refuse.
                producer.sendRaw(topic, 2, null, "{not json".getBytes(UTF_8));
                producer.sendRaw(topic, 3, null, "{\"schema\":{\"type\":\"int32\"},\"payload\":7}".getBytes(UTF_8));
                producer.send(topic, 3, ShopRecords.format(topic), records.row(topic));
            }
        }
        return produced;
    }

    private static void checkDeadLetters(Topics topics) {
        // By where they come from: one that a rebalance made the worker read again is there again.
        Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
        topics.awaitRecords("dlq", 2 * ShopRecords.TOPICS.size(), LIMIT)
                .forEach(letter -> letters.put(origin(letter), letter));
        assertThat(letters).hasSize(2 * ShopRecords.TOPICS.size());
        assertThat(letters.values())
                .filteredOn(letter -> new String(letter.value(), UTF_8).contains("payload"))
                .hasSize(ShopRecords.TOPICS.size())
                .allSatisfy(letter -> assertThat(header(letter, "__connect.errors.exception.message"))
                        .contains("could not write record shop.")
                        .contains("rows must be structs"));
    }

    private static String origin(ConsumerRecord<byte[], byte[]> letter) {
        return header(letter, "__connect.errors.topic") + "-" + header(letter, "__connect.errors.partition") + "@"
                + header(letter, "__connect.errors.offset");
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
