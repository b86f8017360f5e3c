/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.data.RowProducer;
import dev.quiver.testbed.data.Topics;
import dev.quiver.testbed.s3.S3Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link KafkaEnvironment} with a worker and an S3 server does. */
interface EnvironmentContract {
    /** An environment for all tests of the class. */
    KafkaEnvironment environment();

    @Test
    default void aConnectorMovesRecords() throws IOException {
        Path file = environment().work().resolve("contract.txt");
        try (Topics topics = Topics.at(environment().bootstrap());
                RowProducer producer = RowProducer.to(environment().bootstrap(), new ProducedRows())) {
            topics.create("contract", 1);
            producer.sendRaw("contract", 0, null, "\"moved\"".getBytes(UTF_8));
            producer.flush();
            Map<String, String> config = Map.of(
                    "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
                    "topics", "contract",
                    "file", file.toString(),
                    "value.converter.schemas.enable", "false",
                    "value.converter", "org.apache.kafka.connect.json.JsonConverter");
            environment().rest().put("contract", config);

            topics.awaitConsumedBy("contract", "contract", Duration.ofMinutes(1));
        }
        assertThat(Files.readString(file)).isEqualTo("moved\n");
        environment().rest().delete("contract");
    }

    @Test
    default void anObjectCanBeStored() {
        S3Bucket bucket = environment().s3().createBucket("contract");

        bucket.write("a/b c", new byte[] {1, 2, 3});

        assertThat(bucket.keys("a/")).containsExactly("a/b c");
        assertThat(bucket.read("a/b c")).containsExactly(1, 2, 3);
    }
}
