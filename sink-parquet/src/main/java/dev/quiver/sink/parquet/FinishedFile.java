/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;

/**
 * A complete file that is not published yet.
 *
 * @param key where it will be
 * @param directory the output partition
 * @param source the topic-partition of all its rows
 * @param firstOffset the offset of its first row
 */
record FinishedFile(
        String key,
        String directory,
        TopicPartition source,
        long firstOffset,
        long lastOffset,
        long rowCount,
        ChunkedBytes bytes) {
    /** Tags the published file. */
    void tag(FileTags tags) {
        tags.tag(key, rowCount, firstOffset, lastOffset);
    }

    void logPublished(Logger log) {
        log.info("published {}: {} rows, offsets {} to {}", key, rowCount, firstOffset, lastOffset);
    }
}
