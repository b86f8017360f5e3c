/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tags published objects with what is in them. A tag that cannot be set fails nothing. Several threads may use it. */
final class FileTags {
    private static final Logger LOG = LoggerFactory.getLogger(FileTags.class);

    private final ObjectStore store;
    private final Plan plan;

    /** Tags objects of {@code store}, which stays the caller's. */
    FileTags(ObjectStore store, Plan plan) {
        this.store = store;
        this.plan = plan;
    }

    /**
     * Which tags there are.
     *
     * @param tagsFiles whether objects are tagged with what is in them
     * @param others the tags that every object has
     */
    record Plan(boolean tagsFiles, Map<String, String> others) {
        Plan {
            others = Map.copyOf(others);
        }
    }

    /** Tags the object {@code key}, which is visible. */
    void tag(String key, long rowCount, long firstOffset, long lastOffset) {
        if (!plan.tagsFiles()) {
            return;
        }
        Map<String, String> tags = new LinkedHashMap<>(plan.others());
        tags.put("quiver-rows", Long.toString(rowCount));
        tags.put("quiver-offset-first", Long.toString(firstOffset));
        tags.put("quiver-offset-last", Long.toString(lastOffset));
        try {
            store.tag(key, tags);
        } catch (StoreException e) {
            LOG.warn("{} has no tags: {}", key, e.getMessage());
        }
    }
}
