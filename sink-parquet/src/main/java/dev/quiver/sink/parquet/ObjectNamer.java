/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/**
 * Object keys that follow from what is in the file alone:
 * {@code <directory>/<topic>+<partition>+<first offset>-<last offset>.parquet}, with the topic before transformations.
 * As long as a topic is not made anew, two files of one key have the same rows: whoever writes a file again, at
 * whatever
 * time, takes nothing away.
 */
final class ObjectNamer {
    private ObjectNamer() {}

    static String key(String directory, TopicPartition source, long firstOffset, long lastOffset) {
        String name = String.format(
                Locale.ROOT, "%s+%d+%020d-%020d.parquet", source.topic(), source.partition(), firstOffset, lastOffset);
        return directory.isEmpty() ? name : directory + "/" + name;
    }
}
