/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import dev.quiver.settings.S3Settings;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tags published objects with what is in them. A tag that cannot be set fails nothing. Several threads may use it. */
final class FileTags {
    private static final Setting<Boolean> TAGS_FILES = Setting.flag(
            S3Settings.GROUP,
            "s3.file.tags",
            false,
            "Whether each object also gets the tags quiver-rows, quiver-offset-first and quiver-offset-last, with one"
                    + " more request. A tag that cannot be set is logged and fails nothing.");

    /** Tags that S3 takes for an object. */
    private static final int TAGS_MAX = 10;

    /** How many of them tell what is in a file. */
    private static final int OWN_COUNT = 3;

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

        /**
         * Reads the settings.
         *
         * @throws dev.quiver.connect.SettingException if there are too many tags
         */
        static Plan of(Map<String, Object> values) {
            Map<String, String> others = S3Settings.tags(values);
            boolean tagsFiles = TAGS_FILES.in(values);
            if (tagsFiles && others.size() > TAGS_MAX - OWN_COUNT) {
                throw TAGS_FILES.refuse(true, "leaves room for " + (TAGS_MAX - OWN_COUNT) + " tags in s3.tags");
            }
            return new Plan(tagsFiles, others);
        }
    }

    static List<Setting<?>> settings() {
        return List.of(TAGS_FILES);
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
