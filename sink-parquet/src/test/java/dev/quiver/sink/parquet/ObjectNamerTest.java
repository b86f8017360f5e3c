/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class ObjectNamerTest {
    private static String name(String topic) {
        return ObjectNamer.key("", new TopicPartition(topic, Integer.MAX_VALUE), 0, Long.MAX_VALUE);
    }

    @Test
    void aNameTellsTopicPartitionAndOffsets() {
        assertThat(ObjectNamer.key("kind=a", new TopicPartition("orders", 3), 17, 4_711))
                .isEqualTo("kind=a/orders+3+00000000000000000017-00000000000000004711.parquet");
    }

    @Test
    void theLongestTopicThatFitsIsKeptWhole() {
        String topic = "t".repeat(190);
        assertThat(name(topic)).startsWith(topic + "+").hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void longTopicsFitAndStayApart() {
        String start = "t".repeat(248);
        assertThat(name(start + "a")).hasSizeLessThanOrEqualTo(255).startsWith("t".repeat(150) + "~");
        assertThat(name(start + "a")).isNotEqualTo(name(start + "b"));
    }
}
