/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcEncoder;
import dev.quiver.source.merge.engine.JoinSpec;
import dev.quiver.source.merge.engine.Joined;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.TableSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.kafka.connect.data.Schema;

/**
 * Rows as the message {@code BatchArrowRecords} of the OpenTelemetry Arrow protocol: one IPC stream for each table that
 * has rows. Ids are counted anew in each message and say that they are plain.
 */
final class OtapEncoder implements ValueEncoder {
    private static final Map<String, Integer> PAYLOADS = Map.ofEntries(
            Map.entry("resource_attrs", 1),
            Map.entry("scope_attrs", 2),
            Map.entry("logs", 30),
            Map.entry("log_attrs", 31),
            Map.entry("spans", 40),
            Map.entry("span_attrs", 41),
            Map.entry("span_events", 42),
            Map.entry("span_links", 43),
            Map.entry("span_event_attrs", 44),
            Map.entry("span_link_attrs", 45));
    private static final Set<String> PLAIN = Set.of("id", "resource.id", "scope.id", "parent_id");
    private static final ArrowType SHORT = new ArrowType.Int(16, false);

    private final Signal signal;
    private final ReverseProto out = new ReverseProto();

    OtapEncoder(Signal signal) {
        this.signal = signal;
    }

    @Override
    public Schema schema() {
        return Schema.BYTES_SCHEMA;
    }

    @Override
    public boolean isMany() {
        return true;
    }

    @Override
    public String messageFormat() {
        return "otap";
    }

    @Override
    public Object encode(OtelWindow window, int[] parents, int from, int to) throws IOException {
        Map<String, ArrowRows> tables = new LinkedHashMap<>();
        new Message(window, tables).add(parents, from, to);
        out.clear();
        List<String> names = new ArrayList<>(tables.keySet());
        for (int index = names.size() - 1; index >= 0; index--) {
            String name = names.get(index);
            ArrowRows rows = tables.get(name);
            if (rows != null && (rows.rowCount() > 0 || index == 0)) {
                payload(name, rows);
            }
        }
        return out.take();
    }

    private void payload(String name, ArrowRows rows) {
        HeapBatch.Builder batch = HeapBatch.builder(rows.rowCount());
        rows.write(batch);
        IpcEncoder encoder =
                new IpcEncoder(new org.apache.arrow.vector.types.pojo.Schema(rows.fields(PLAIN)), IpcCompression.NONE);
        byte[] stream = encoder.stream(List.of(batch.build()), Dictionaries.NONE);
        byte[] schemaId = name.getBytes(StandardCharsets.UTF_8);
        int mark = out.mark();
        out.bytes(3, stream, 0, stream.length);
        out.number(2, PAYLOADS.getOrDefault(name, 0));
        out.bytes(1, schemaId, 0, schemaId.length);
        out.message(2, mark);
    }

    /** The tables of one message. */
    private final class Message {
        private final OtelWindow window;
        private final Map<String, ArrowRows> tables;

        Message(OtelWindow window, Map<String, ArrowRows> tables) {
            this.window = window;
            this.tables = tables;
            TableSpec root = signal.tree().root();
            Map<Integer, ArrowType> ids =
                    Map.of(RootColumns.ID, SHORT, RootColumns.RESOURCE_ID, SHORT, RootColumns.SCOPE_ID, SHORT);
            tables.put(root.name(), new ArrowRows(root, ids, Set.of()));
            for (JoinSpec join : signal.tree().joins()) {
                TableSpec table = join.table();
                tables.put(table.name(), new ArrowRows(table, Map.of(table.parent(), SHORT), Set.of()));
                for (JoinSpec below : join.children()) {
                    tables.put(below.table().name(), new ArrowRows(below.table(), Map.of(), Set.of()));
                }
            }
        }

        private ArrowRows rows(int join) {
            return rows(signal.tree().joins().get(join).table());
        }

        private ArrowRows rows(TableSpec table) {
            ArrowRows rows = tables.get(table.name());
            if (rows == null) {
                throw new IllegalStateException("there is no table " + table.name());
            }
            return rows;
        }

        void add(int[] parents, int from, int to) throws IOException {
            long[] instead = new long[RootColumns.COUNT];
            Arrays.fill(instead, ArrowRows.COPY);
            long resource = -1;
            long scope = -1;
            long nextId = 0;
            for (int index = from; index < to; index++) {
                int parent = parents[index];
                boolean isFirst = index == from;
                boolean isNewResource = isFirst || !Grouping.isSameResource(window, parents[index - 1], parent);
                if (isNewResource) {
                    resource++;
                    shared(RootColumns.RESOURCES, window.resource(parent), parent, resource);
                }
                if (isNewResource || !Grouping.isSameScope(window, parents[index - 1], parent)) {
                    scope++;
                    shared(RootColumns.SCOPES, window.scope(parent), parent, scope);
                }
                long id = hasChildren(parent) ? nextId++ : ArrowRows.NULL;
                Items.Run own = window.attributes().of(parent);
                int allowed = window.allowed(parent, own);
                long missing = (long) own.count() - allowed;
                instead[RootColumns.ID] = id;
                instead[RootColumns.RESOURCE_ID] = resource;
                instead[RootColumns.SCOPE_ID] = scope;
                instead[RootColumns.DROPPED] =
                        window.column(RootColumns.DROPPED).numberOr(window.row(parent), 0) + missing;
                rows(signal.tree().root()).add(window.root(), window.row(parent), instead);
                attributes(RootColumns.ATTRIBUTES, own, allowed, id);
                for (int join = RootColumns.SCOPES + 1;
                        join < signal.tree().joins().size();
                        join++) {
                    children(join, parent, id);
                }
            }
        }

        private boolean hasChildren(int parent) {
            boolean any = window.attributes().of(parent).count() > 0;
            for (int join = RootColumns.SCOPES + 1; join < signal.tree().joins().size(); join++) {
                any |= new Items(window.joined(join).matches()).of(parent).count() > 0;
            }
            return any;
        }

        private void shared(int join, Items.Run run, int parent, long id) throws IOException {
            attributes(join, run, window.allowed(parent, run), id);
        }

        private void attributes(int join, Items.Run run, int count, long id) {
            for (int item = run.from(); item < run.from() + count; item++) {
                rows(join).add(run.some().batch(item), run.some().row(item), new long[] {id});
            }
        }

        private void children(int join, int parent, long id) {
            JoinSpec spec = signal.tree().joins().get(join);
            Joined joined = window.joined(join);
            Matches matches = joined.matches();
            ArrowRows rows = rows(join);
            for (int item = matches.start(parent); item < matches.end(parent); item++) {
                Items.Run below = new Items(joined.children().get(0).matches()).of(item);
                long own = rows.rowCount();
                rows.add(matches.batch(item), matches.row(item), new long[] {own, id});
                for (int inner = below.from(); inner < below.to(); inner++) {
                    rows(spec.children().get(0).table())
                            .add(below.some().batch(inner), below.some().row(inner), new long[] {own});
                }
            }
        }
    }
}
