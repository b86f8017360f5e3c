/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** A partition of spans with attributes, events and links, and what each of them is. */
public final class GeneratedSpans {
    private static final ArrowType UINT4 = new ArrowType.Int(32, false);
    private static final ArrowType INT8 = new ArrowType.Int(64, true);
    private static final int BATCH_SPANS = 40;

    private final Random random;
    private final List<Map<String, @Nullable Object>> spans = new ArrayList<>();
    private final Map<String, List<Map<String, @Nullable Object>>> children = new LinkedHashMap<>();
    private final List<String> expected = new ArrayList<>();
    private long nextId;
    private long nextEvent;
    private long nextLink;

    /** {@code batches} batches of spans; children of a batch are in no order if {@code shuffled}. */
    public GeneratedSpans(long seed, int batches, boolean shuffled) {
        this.random = new Random(seed);
        for (String table : List.of("span_attrs", "span_events", "span_links", "span_event_attrs", "span_link_attrs")) {
            children.put(table, new ArrayList<>());
        }
        for (int batch = 0; batch < batches; batch++) {
            Map<String, Integer> begins = new HashMap<>();
            children.forEach((table, rows) -> begins.put(table, rows.size()));
            for (int span = 0; span < BATCH_SPANS; span++) {
                span();
            }
            if (shuffled) {
                children.forEach((table, rows) ->
                        Collections.shuffle(rows.subList(begins.getOrDefault(table, 0), rows.size()), random));
            }
        }
    }

    private List<Map<String, @Nullable Object>> table(String name) {
        return children.computeIfAbsent(name, table -> new ArrayList<>());
    }

    private void span() {
        boolean has = random.nextInt(4) > 0;
        int number = spans.size();
        Map<String, @Nullable Object> span = new HashMap<>();
        span.put("id", has ? nextId : null);
        span.put("start_time_unix_nano", 1_000L + number);
        span.put("duration_time_unix_nano", 500L);
        span.put("name", "span-" + number);
        span.put("kind", 2);
        spans.add(span);
        StringBuilder text = new StringBuilder("span-" + number);
        text.append(has ? attributes("span_attrs", nextId) : "[]");
        text.append(has ? nested("span_events", "span_event_attrs") : "[]");
        text.append(has ? nested("span_links", "span_link_attrs") : "[]");
        expected.add(text.toString());
        nextId += has ? 1 : 0;
    }

    private String attributes(String table, long parent) {
        List<String> texts = new ArrayList<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            String key = "k" + random.nextInt(5);
            String value = "v" + random.nextInt(100);
            table(table).add(GeneratedBatch.attribute(parent, key, value));
            texts.add(key + "=" + value);
        }
        Collections.sort(texts);
        return texts.toString();
    }

    private String nested(String table, String attributes) {
        boolean isEvent = table.equals("span_events");
        List<String> texts = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            long id = isEvent ? nextEvent++ : nextLink++;
            String name = (isEvent ? "event-" : "state-") + id;
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", id);
            row.put("parent_id", nextId);
            row.put(isEvent ? "name" : "trace_state", name);
            table(table).add(row);
            texts.add(name + attributes(attributes, id));
        }
        Collections.sort(texts);
        return texts.toString();
    }

    /** Each span as {@link #line} has it, in the order of replay. */
    public List<String> expected() {
        return expected;
    }

    private static Map<String, ArrowType> columns(String table) {
        Map<String, ArrowType> columns = new LinkedHashMap<>();
        if (table.endsWith("_attrs")) {
            return GeneratedLogs.attributeColumns();
        }
        columns.put("id", UINT4);
        if (table.equals("spans")) {
            columns.put("start_time_unix_nano", INT8);
            columns.put("duration_time_unix_nano", INT8);
            columns.put("name", ArrowType.Utf8.INSTANCE);
            columns.put("kind", new ArrowType.Int(32, true));
        } else {
            columns.put("parent_id", UINT4);
            columns.put(table.equals("span_events") ? "name" : "trace_state", ArrowType.Utf8.INSTANCE);
        }
        return columns;
    }

    /** Writes all tables to {@code store}, in files that end at different places. */
    public void write(MemoryStore store) throws IOException {
        write(store, "spans", spans, BATCH_SPANS * 3);
        for (Map.Entry<String, List<Map<String, @Nullable Object>>> child : children.entrySet()) {
            write(store, child.getKey(), child.getValue(), 70 + random.nextInt(200));
        }
    }

    private static void write(MemoryStore store, String table, List<Map<String, @Nullable Object>> rows, int fileRows)
            throws IOException {
        for (int from = 0; from < rows.size(); from += fileRows) {
            byte[] file = new TableWriter(columns(table), 20, 60)
                    .file(rows.subList(from, Math.min(rows.size(), from + fileRows)));
            store.put(GeneratedLogs.path(table, String.format("part-%05d", from)), file);
        }
    }

    /** Row {@code parent} of {@code window}: name, attributes, events and links, each in order of text. */
    public static String line(OtelWindow window, int parent) {
        return window.column(SpanColumns.NAME).text(window.row(parent))
                + texts(window.attributes().of(parent))
                + nested(window, SpanColumns.EVENTS, SpanColumns.EVENT_NAME, parent)
                + nested(window, SpanColumns.LINKS, SpanColumns.LINK_TRACE_STATE, parent);
    }

    private static String texts(Items.Run run) {
        List<String> texts = new ArrayList<>();
        for (int item = run.from(); item < run.to(); item++) {
            int row = run.some().row(item);
            texts.add(run.some().batch(item).column(AttributeColumns.KEY).text(row) + "="
                    + run.some()
                            .batch(item)
                            .column(AttributeColumns.VALUE.type() + 1)
                            .text(row));
        }
        texts.sort(Comparator.naturalOrder());
        return texts.toString();
    }

    private static String nested(OtelWindow window, int join, int name, int parent) {
        Items.Run run = new Items(window.joined(join).matches()).of(parent);
        Items below = new Items(window.joined(join).children().get(0).matches());
        List<String> texts = new ArrayList<>();
        for (int item = run.from(); item < run.to(); item++) {
            texts.add(run.some().batch(item).column(name).text(run.some().row(item)) + texts(below.of(item)));
        }
        texts.sort(Comparator.naturalOrder());
        return texts.toString();
    }
}
