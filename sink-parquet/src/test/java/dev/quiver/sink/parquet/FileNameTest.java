/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNameTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 3);

    private static FileName template(String template) {
        return FileName.parse(template, ZoneOffset.UTC, Locale.ROOT, FileFormat.PARQUET);
    }

    private static String key(String template) {
        return template(template).key("kind=a", new FileName.Contents(ORDERS, 17, 4_711, 99, 1_700_000_000_000L));
    }

    private static String longest(String topic) {
        TopicPartition partition = new TopicPartition(topic, Integer.MAX_VALUE);
        return template(FileName.DEFAULT).key("", new FileName.Contents(partition, 0, Long.MAX_VALUE, 1, 0));
    }

    @Test
    void aNameTellsTopicPartitionAndOffsets() {
        assertThat(key(FileName.DEFAULT))
                .isEqualTo("kind=a/orders+3+00000000000000000017-00000000000000004711.parquet");
    }

    @ParameterizedTest
    @CsvSource({
        "part-{topic}-{partition:5}-{first:10}-{last:6},part-orders-00003-0000000017-004711",
        "{topic}.{partition}.{first:1}.{last:1},orders.3.17.4711",
        "{topic}_{partition}+{time:yyyyMMdd-HHmm}_{first:2}_{last:4}_{rows},orders_3+20231114-2213_17_4711_99",
        "{topic}+{partition}+{first:2}+{last:2}+{time},orders+3+17+4711+20231114T221320"
    })
    void placesAreFilled(String template, String name) {
        assertThat(key(template)).isEqualTo("kind=a/" + name + ".parquet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FileName.DEFAULT,
                "part-{topic}-{partition:5}-{first:10}-{last:10}",
                "{topic}_{partition}+{time:yyyyMMdd-HHmm}_{first}_{last}_{rows}"
            })
    void theFilesOfATopicPartitionAreRecognised(String template) {
        FileName name = template(template);
        assertThat(name.keysOf(ORDERS).test(key(template))).isTrue();
        assertThat(name.keysOf(ORDERS).test(key(template).replace("kind=a/", "")))
                .isTrue();
        assertThat(name.keysOf(new TopicPartition("orders", 33)).test(key(template)))
                .isFalse();
        assertThat(name.keysOf(new TopicPartition("order", 3)).test(key(template)))
                .isFalse();
        assertThat(name.keysOf(ORDERS).test("_quiver/sink/orders/3.json")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{topic}",
                "{topic}-{partition}-{first}",
                "{time:uuuuMMdd}-{topic}-{partition}-{first}-{last}",
                "{topic}-{partition}-{time:uuuuMMdd}-{first}-{last}",
                "{topic}-{partition}",
                "{topic}-{topic}-{partition}-{first}-{last}",
                "{topic}{partition}-{first}-{last}",
                "{topic}-{partition}7{first}-{last}",
                "{topic}-{partition}-{offset}",
                "{topic}-{partition}-{first:21}-{last}",
                "{topic}-{partition}-{first:x}-{last}",
                "{topic:3}-{partition}-{first}-{last}",
                "{topic}/{partition}-{first}-{last}",
                "_{topic}-{partition}-{first}-{last}",
                ".{topic}-{partition}-{first}-{last}",
                "{topic}-{partition}-{first}-{time:bogus}-{last}",
                "{topic}-{partition}-{first-{last}",
                "a very long text that leaves no room for the topic, because it goes on and on and on and on and on"
                        + " and on and on and on and on and on and on and on and on and on and on and on and on and on"
                        + "-{topic}-{partition}-{first}-{last}"
            })
    void templatesThatCannotNameFilesAreRefused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> template(template));
    }

    @Test
    void theLongestTopicThatFitsIsKeptWhole() {
        String topic = "t".repeat(190);
        assertThat(longest(topic)).startsWith(topic + "+").hasSizeLessThanOrEqualTo(255);
    }

    @Test
    void longTopicsFitAndStayApart() {
        String start = "t".repeat(248);
        assertThat(longest(start + "a")).hasSizeLessThanOrEqualTo(255).startsWith("t".repeat(150) + "~");
        assertThat(longest(start + "a")).isNotEqualTo(longest(start + "b"));
    }

    /** Engines pass over files whose names begin with an underscore or a dot, as topics may. */
    @Test
    void noFileIsHidden() {
        FileName name = FileName.parse(FileName.DEFAULT, ZoneOffset.UTC, Locale.ROOT, FileFormat.PARQUET);
        for (String topic : List.of("_events", ".events")) {
            TopicPartition source = new TopicPartition(topic, 0);
            String key = name.key("", new FileName.Contents(source, 0, 1, 2, 3));
            assertThat(key).startsWith("%").contains("events+");
            assertThat(name.keysOf(source)).accepts(key, "directory/" + key);
        }
    }
}
