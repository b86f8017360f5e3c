/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.MemoryStore;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The rows that a reader of a store sees, by their ids. */
final class VisibleRows {
    private final MemoryStore store;
    private final Map<Long, Integer> counts = new HashMap<>();
    private final Map<String, byte[]> known = new HashMap<>();
    private boolean refreshed;

    VisibleRows(MemoryStore store) {
        this.store = store;
    }

    /** Reads what was published since, and what was replaced; says whether there is anything not looked at yet. */
    boolean refresh() {
        for (String key : store.keys()) {
            if (!key.endsWith(".parquet")) {
                continue;
            }
            byte[] content = store.content(key);
            byte[] before = known.get(key);
            if (!Arrays.equals(content, before)) {
                if (before != null) {
                    count(before, -1);
                }
                count(content, 1);
                known.put(key, content);
                refreshed = true;
            }
        }
        return refreshed;
    }

    /** Everything was looked at. */
    void looked() {
        refreshed = false;
    }

    private void count(byte[] content, int sign) {
        Published.rows(content)
                .forEach(row -> counts.merge(
                        (Long) row.get("id"), sign, (left, right) -> left + right == 0 ? null : left + right));
    }

    /** Whether the row {@code id} is there. */
    boolean has(long id) {
        return counts.containsKey(id);
    }

    /** How often the row {@code id} is there. */
    int count(long id) {
        return counts.getOrDefault(id, 0);
    }
}
