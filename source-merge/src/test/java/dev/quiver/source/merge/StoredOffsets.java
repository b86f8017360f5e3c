/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Offsets as a worker keeps them, in memory. */
final class StoredOffsets implements OffsetStorageReader {
    private final Map<Map<String, ?>, Map<String, Object>> offsets = new HashMap<>();

    /** Remembers the offset of {@code sent}. */
    void commit(SourceRecord sent) {
        Map<String, Object> copy = new HashMap<>();
        sent.sourceOffset().forEach((key, value) -> copy.put(key, value));
        offsets.put(sent.sourcePartition(), copy);
    }

    /** Remembers {@code offset}, as somebody sets it by hand. */
    void set(Map<String, ?> partition, Map<String, Object> offset) {
        offsets.put(partition, offset);
    }

    @Override
    public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
        return offsets.get(partition);
    }

    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        partitions.forEach(partition -> {
            Map<String, Object> offset = offsets.get(partition);
            if (offset != null) {
                found.put(partition, offset);
            }
        });
        return found;
    }
}
