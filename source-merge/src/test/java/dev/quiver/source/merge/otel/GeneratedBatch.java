/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One batch of a producer: logs of some resources and scopes, perhaps with holes that a filter has left. */
final class GeneratedBatch {
    private final Random random;
    private final GeneratedLogs.Traits traits;
    private final List<Row> rows = new ArrayList<>();
    private final boolean bare;
    private final Set<Integer> scopesWithAttributes = new HashSet<>();
    private final Set<Integer> droppedResources = new HashSet<>();
    private int resourceCount;

    /**
     * A log with its local ids, -1 for none.
     *
     * @param attributes as {@code key=value}
     */
    record Row(int id, int resource, int scope, String body, List<String> attributes) {}

    GeneratedBatch(Random random, GeneratedLogs.Traits traits, int firstNumber) {
        this.random = random;
        this.traits = traits;
        this.bare = random.nextInt(100) < traits.barePercent();
        make(firstNumber);
        if (random.nextInt(100) < traits.filteredPercent()) {
            filter();
        }
    }

    private void make(int firstNumber) {
        int count = 1 + random.nextInt(traits.batchMax());
        resourceCount = 1 + random.nextInt(Math.min(3, count));
        int nextId = 0;
        int scope = -1;
        int before = -1;
        for (int row = 0; row < count; row++) {
            int resource = (int) ((long) row * resourceCount / count);
            boolean isNewScope = resource != before || random.nextInt(count) == 0;
            if (isNewScope) {
                scope++;
                if (random.nextBoolean()) {
                    scopesWithAttributes.add(scope);
                }
            }
            before = resource;
            boolean has = random.nextInt(5) > 0;
            List<String> attributes = new ArrayList<>();
            for (int index = has ? 1 + random.nextInt(5) : 0; index > 0; index--) {
                attributes.add("k" + random.nextInt(6) + "=v" + random.nextInt(1000));
            }
            rows.add(new Row(has ? nextId++ : -1, resource, scope, "log-" + (firstNumber + row), attributes));
        }
    }

    /** Takes logs out as a filter does: ids stay as they are, resources without logs go. */
    private void filter() {
        int resource = random.nextInt(resourceCount);
        switch (random.nextInt(3)) {
            case 0 -> rows.removeIf(row -> row.resource() == resource);
            case 1 -> rows.removeIf(row -> random.nextInt(3) == 0);
            default -> rows.subList(0, random.nextInt(rows.size() + 1)).clear();
        }
        for (int each = 0; each < resourceCount; each++) {
            int candidate = each;
            boolean isUsed = rows.stream().anyMatch(row -> row.resource() == candidate);
            if (!isUsed) {
                droppedResources.add(each);
            }
        }
    }

    List<Row> rows() {
        return rows;
    }

    int resourceCount() {
        return resourceCount;
    }

    int scopeCount() {
        return rows.stream().mapToInt(row -> row.scope() + 1).max().orElse(0);
    }

    /** Ids that it uses up, as an exporter counts them. */
    int idCount() {
        return rows.stream().mapToInt(row -> row.id() + 1).max().orElse(0);
    }

    String scopeName() {
        return bare ? "bare" : "lib";
    }

    boolean hasResource(int resource) {
        return !bare && !droppedResources.contains(resource);
    }

    boolean hasScope(int scope) {
        return scopesWithAttributes.contains(scope);
    }

    /** The attributes of its logs. */
    List<Map<String, @Nullable Object>> attributes(long base) {
        List<Map<String, @Nullable Object>> own = new ArrayList<>();
        for (Row row : rows) {
            for (String attribute : row.attributes()) {
                int equals = attribute.indexOf('=');
                own.add(attribute(base + row.id(), attribute.substring(0, equals), attribute.substring(equals + 1)));
            }
        }
        if (!traits.sorted()) {
            own.sort(Comparator.comparing((Map<String, @Nullable Object> row) -> String.valueOf(row.get("key")))
                    .thenComparing(row -> String.valueOf(row.get("str"))));
        }
        return own;
    }

    static Map<String, @Nullable Object> attribute(long parent, String key, String value) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("parent_id", parent);
        row.put("key", key);
        row.put("type", 1);
        row.put("str", value);
        return row;
    }
}
