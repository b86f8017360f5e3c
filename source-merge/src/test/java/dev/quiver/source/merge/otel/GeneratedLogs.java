/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/**
 * A partition of logs with ground truth, written as exporters write it: batches whose ids ascend, some rows without
 * ids, child files that end elsewhere than those of their parents.
 */
public final class GeneratedLogs {
    /** The partition. */
    public static final String PART = "p1";

    private final Random random;
    private final Traits traits;
    private final List<Map<String, @Nullable Object>> logs = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> attributes = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> resources = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> scopes = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    /** Where each batch of logs ends; a file never ends within one. */
    private final List<Integer> batchEnds = new ArrayList<>();

    private long nextId;
    private long nextResource;
    private long nextScope;
    private int number;

    /**
     * What a partition is like.
     *
     * @param firstId the id of the first log that has one
     * @param sorted whether attributes are sorted by their logs, not by their keys within a batch
     * @param local whether resources have ids that are local to their batch
     * @param pageRows rows of a page
     * @param groupRows rows of a row group
     * @param batchMax rows of a batch at most
     * @param barePercent of batches whose resources have no attributes
     * @param filteredPercent of batches some logs of which were filtered out
     */
    public record Traits(
            long firstId,
            boolean sorted,
            boolean local,
            int pageRows,
            int groupRows,
            int batchMax,
            int barePercent,
            int filteredPercent) {
        /** Small pages and row groups, sorted attributes. */
        public static final Traits PLAIN = new Traits(0, true, false, 50, 200, 120);

        /** Batches as producers make them, with attributes on every resource. */
        public Traits(long firstId, boolean sorted, boolean local, int pageRows, int groupRows, int batchMax) {
            this(firstId, sorted, local, pageRows, groupRows, batchMax, 0, 0);
        }

        /** Any. */
        public static Traits any(Random random) {
            return new Traits(
                    random.nextBoolean() ? 0 : (1L << 31) - 200,
                    random.nextBoolean(),
                    random.nextBoolean(),
                    1 + random.nextInt(100),
                    1 + random.nextInt(500),
                    1 + random.nextInt(random.nextBoolean() ? 12 : 300),
                    random.nextBoolean() ? 0 : random.nextInt(80),
                    random.nextBoolean() ? 0 : random.nextInt(80));
        }
    }

    /** {@code batches} batches of random logs. */
    public GeneratedLogs(long seed, Traits traits, int batches) {
        this.random = new Random(seed);
        this.traits = traits;
        this.nextId = traits.firstId();
        for (int batch = 0; batch < batches; batch++) {
            batch();
        }
    }

    private void batch() {
        GeneratedBatch batch = new GeneratedBatch(random, traits, number);
        number += 1 + batch.rows().size();
        if (batch.rows().isEmpty()) {
            return;
        }
        long resourceBase = traits.local() ? nextId : nextResource;
        long scopeBase = traits.local() ? nextId : nextScope;
        for (GeneratedBatch.Row row : batch.rows()) {
            log(batch, row, resourceBase, scopeBase);
        }
        for (int resource = 0; resource < batch.resourceCount(); resource++) {
            if (batch.hasResource(resource)) {
                long parent = resourceBase + resource;
                resources.add(GeneratedBatch.attribute(parent, "service.name", "svc-" + parent));
            }
        }
        for (int scope = 0; scope < batch.scopeCount(); scope++) {
            if (batch.hasScope(scope)) {
                scopes.add(GeneratedBatch.attribute(scopeBase + scope, "scope", "sc-" + (scopeBase + scope)));
            }
        }
        attributes.addAll(batch.attributes(nextId));
        nextId += Math.max(1, batch.idCount());
        nextResource += batch.resourceCount();
        nextScope += batch.scopeCount();
        batchEnds.add(logs.size());
    }

    private void log(GeneratedBatch batch, GeneratedBatch.Row row, long resourceBase, long scopeBase) {
        Map<String, @Nullable Object> log = new HashMap<>();
        log.put("id", row.id() < 0 ? null : nextId + row.id());
        log.put("resource.id", row.resource() + (traits.local() ? 0 : resourceBase));
        log.put("scope.id", row.scope() + (traits.local() ? 0 : scopeBase));
        log.put("scope.name", batch.scopeName());
        log.put("time_unix_nano", 1_760_000_000_000_000_000L + random.nextInt(1_000_000));
        log.put("body.type", 1);
        log.put("body.str", row.body());
        logs.add(log);
        List<String> texts = new ArrayList<>(row.attributes());
        Collections.sort(texts);
        String service = batch.hasResource(row.resource()) ? "svc-" + (resourceBase + row.resource()) : "null";
        String scope = batch.hasScope(row.scope()) ? "sc-" + (scopeBase + row.scope()) : "null";
        expected.add(row.body() + texts + " " + service + "/" + scope);
    }

    /** The logs in the form of {@link #line}, in the order of replay. */
    public List<String> expected() {
        return expected;
    }

    /** Rows of attributes. */
    public List<Map<String, @Nullable Object>> attributes() {
        return attributes;
    }

    /** Rows of logs. */
    public List<Map<String, @Nullable Object>> logs() {
        return logs;
    }

    /** The types of the columns of logs. */
    public Map<String, ArrowType> logColumns() {
        Map<String, ArrowType> columns = new LinkedHashMap<>();
        columns.put("id", new ArrowType.Int(32, false));
        columns.put("resource.id", new ArrowType.Int(traits.local() ? 16 : 32, false));
        columns.put("scope.id", new ArrowType.Int(traits.local() ? 16 : 32, false));
        columns.put("scope.name", ArrowType.Utf8.INSTANCE);
        columns.put("time_unix_nano", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null));
        columns.put("body.type", new ArrowType.Int(8, false));
        columns.put("body.str", ArrowType.Utf8.INSTANCE);
        return columns;
    }

    /** The types of the columns of attributes. */
    public static Map<String, ArrowType> attributeColumns() {
        Map<String, ArrowType> columns = new LinkedHashMap<>();
        columns.put("parent_id", new ArrowType.Int(32, false));
        columns.put("key", ArrowType.Utf8.INSTANCE);
        columns.put("type", new ArrowType.Int(8, false));
        columns.put("str", ArrowType.Utf8.INSTANCE);
        columns.put("int", new ArrowType.Int(64, true));
        columns.put("double", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        columns.put("bool", ArrowType.Bool.INSTANCE);
        columns.put("bytes", ArrowType.Binary.INSTANCE);
        columns.put("ser", ArrowType.Binary.INSTANCE);
        return columns;
    }

    /** Writes all tables to {@code store}, logs in about {@code fileCount} files. */
    public void write(MemoryStore store, int fileCount) throws IOException {
        List<Integer> ends = new ArrayList<>();
        for (int file = 1; file < fileCount; file++) {
            ends.add(batchEnds.get(random.nextInt(batchEnds.size())));
        }
        writeTable(store, "logs", logColumns(), logs, ends);
        writeTable(store, "log_attrs", attributeColumns(), attributes, cuts(attributes, fileCount));
        writeTable(store, "resource_attrs", attributeColumns(), resources, cuts(resources, 2));
        writeTable(store, "scope_attrs", attributeColumns(), scopes, cuts(scopes, 2));
    }

    /** Writes one file. */
    public void writeFile(
            MemoryStore store, String path, Map<String, ArrowType> columns, List<Map<String, @Nullable Object>> rows)
            throws IOException {
        store.put(path, new TableWriter(columns, traits.pageRows(), traits.groupRows()).file(rows));
    }

    private List<Integer> cuts(List<Map<String, @Nullable Object>> rows, int fileCount) {
        List<Integer> cuts = new ArrayList<>();
        for (int file = 1; file < fileCount; file++) {
            cuts.add(random.nextInt(rows.size() + 1));
        }
        return cuts;
    }

    private void writeTable(
            MemoryStore store,
            String table,
            Map<String, ArrowType> columns,
            List<Map<String, @Nullable Object>> rows,
            List<Integer> cuts)
            throws IOException {
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(rows.size());
        Collections.sort(ends);
        int from = 0;
        int file = 0;
        for (int to : ends) {
            // Clocks may step back: names do not always ascend.
            String name = "part-" + (1000 + (file % 3 == 2 ? file - 2 : file)) + "-" + (char) ('a' + file);
            writeFile(store, path(table, name), columns, rows.subList(from, to));
            from = to;
            file++;
        }
    }

    /** Where a file of {@code table} is. */
    public static String path(String table, String name) {
        return table + "/_part_id=" + PART + "/" + name + ".parquet";
    }

    /** Row {@code parent} of {@code window}: body, attributes in order of text, the name of the service. */
    public static String line(OtelWindow window, int parent) throws IOException {
        List<String> texts = new ArrayList<>();
        Items.Run run = window.attributes().of(parent);
        for (int item = run.from(); item < run.to(); item++) {
            int row = run.some().row(item);
            texts.add(run.some().batch(item).column(AttributeColumns.KEY).text(row) + "="
                    + run.some()
                            .batch(item)
                            .column(AttributeColumns.VALUE.type() + 1)
                            .text(row));
        }
        Collections.sort(texts);
        String service = window.isUnresolved(parent)
                ? "unresolved"
                : window.resourceText(parent, "service.name") + "/" + scope(window, parent);
        return window.column(LogColumns.BODY.type() + 1).text(window.row(parent)) + texts + " " + service;
    }

    private static @Nullable String scope(OtelWindow window, int parent) {
        Items.Run run = window.scope(parent);
        return run.count() == 0
                ? null
                : run.some()
                        .batch(run.from())
                        .column(AttributeColumns.VALUE.type() + 1)
                        .text(run.some().row(run.from()));
    }
}
