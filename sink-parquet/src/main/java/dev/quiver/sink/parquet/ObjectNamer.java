/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * Object keys that follow from what is in the file alone:
 * {@code <directory>/<topic>+<partition>+<first offset>-<last offset>.parquet}, with the topic before transformations.
 * As long as a topic is not made anew, two files of one key have the same rows: whoever writes a file again, at any
 * time, takes nothing away.
 */
final class ObjectNamer {
    /** The longest topic that leaves room for all the rest within {@link PathSegments#BYTES_MAX}. */
    private static final int TOPIC_LENGTH_MAX = 190;

    private static final int TOPIC_START_LENGTH = 150;

    private ObjectNamer() {}

    static String key(String directory, TopicPartition source, long firstOffset, long lastOffset) {
        String name = String.format(
                Locale.ROOT,
                "%s+%d+%020d-%020d.parquet",
                topic(source.topic()),
                source.partition(),
                firstOffset,
                lastOffset);
        return directory.isEmpty() ? name : directory + "/" + name;
    }

    /** Accepts the keys of all files with rows of {@code source}. */
    static Predicate<String> keysOf(TopicPartition source) {
        String start = topic(source.topic()) + "+" + source.partition() + "+";
        return key -> key.startsWith(start, key.lastIndexOf('/') + 1);
    }

    /** Kafka's topics may have 249 characters; long ones keep their start, and a digest keeps them apart. */
    private static String topic(String topic) {
        if (topic.length() <= TOPIC_LENGTH_MAX) {
            return topic;
        }
        UUID digest = UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8));
        return topic.substring(0, TOPIC_START_LENGTH) + "~" + digest;
    }
}
