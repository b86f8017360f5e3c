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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * Rows as one Arrow batch in an IPC stream, without ids: attributes, those of resource and scope, events and links are
 * lists beside the columns of the row.
 */
final class FlatArrowEncoder implements ValueEncoder {
    private static final List<String> LISTS =
            List.of("attributes", "resource_attributes", "scope_attributes", "events", "links");
    private static final Set<Integer> CHILD_IDS = Set.of(SpanColumns.CHILD_ID, SpanColumns.CHILD_PARENT_ID);

    private final Signal signal;

    FlatArrowEncoder(Signal signal) {
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
        return "arrow-ipc";
    }

    @Override
    public Object encode(OtelWindow window, int[] parents, int from, int to) throws IOException {
        TableSpec table = signal.tree().root();
        Set<Integer> hidden = Set.of(RootColumns.ID, RootColumns.RESOURCE_ID, RootColumns.SCOPE_ID);
        ArrowRows rows = new ArrowRows(table, Map.of(), hidden);
        List<ArrowList> lists = lists();
        long[] instead = new long[RootColumns.COUNT];
        Arrays.fill(instead, ArrowRows.COPY);
        for (int index = from; index < to; index++) {
            int parent = parents[index];
            Items.Run own = window.attributes().of(parent);
            int allowed = window.allowed(parent, own);
            long missing = (long) own.count() - allowed;
            instead[RootColumns.DROPPED] = window.column(RootColumns.DROPPED).numberOr(window.row(parent), 0) + missing;
            rows.add(window.root(), window.row(parent), instead);
            addAttributes(lists.get(RootColumns.ATTRIBUTES), own, allowed);
            Items.Run resource = window.resource(parent);
            addAttributes(lists.get(RootColumns.RESOURCES), resource, window.allowed(parent, resource));
            Items.Run scope = window.scope(parent);
            addAttributes(lists.get(RootColumns.SCOPES), scope, window.allowed(parent, scope));
            for (int join = RootColumns.SCOPES + 1; join < lists.size(); join++) {
                addChildren(lists.get(join), window.joined(join), parent);
            }
        }
        return stream(rows, lists);
    }

    private List<ArrowList> lists() {
        List<ArrowList> lists = new ArrayList<>();
        for (int join = 0; join < signal.tree().joins().size(); join++) {
            JoinSpec spec = signal.tree().joins().get(join);
            boolean hasKey = spec.table().key() != TableSpec.NONE;
            Set<Integer> hidden = hasKey ? CHILD_IDS : Set.of(AttributeColumns.PARENT_ID);
            List<ArrowList> within = new ArrayList<>();
            for (JoinSpec below : spec.children()) {
                ArrowRows inner = new ArrowRows(below.table(), Map.of(), Set.of(AttributeColumns.PARENT_ID));
                within.add(new ArrowList(LISTS.get(0), inner, List.of()));
            }
            lists.add(new ArrowList(LISTS.get(join), new ArrowRows(spec.table(), Map.of(), hidden), within));
        }
        return lists;
    }

    private static void addAttributes(ArrowList list, Items.Run run, int count) {
        for (int item = run.from(); item < run.from() + count; item++) {
            list.rows().add(run.some().batch(item), run.some().row(item), new long[0]);
        }
        list.end();
    }

    private static void addChildren(ArrowList list, Joined joined, int parent) {
        Matches matches = joined.matches();
        for (int item = matches.start(parent); item < matches.end(parent); item++) {
            list.rows().add(matches.batch(item), matches.row(item), new long[0]);
            for (int inner = 0; inner < list.within().size(); inner++) {
                Items.Run run = new Items(joined.children().get(inner).matches()).of(item);
                addAttributes(list.within().get(inner), run, run.count());
            }
        }
        list.end();
    }

    private static byte[] stream(ArrowRows rows, List<ArrowList> lists) {
        List<Field> fields = new ArrayList<>(rows.fields(Set.of()));
        HeapBatch.Builder batch = HeapBatch.builder(rows.rowCount());
        rows.write(batch);
        for (ArrowList list : lists) {
            fields.add(list.field());
            list.write(batch);
        }
        IpcEncoder encoder = new IpcEncoder(new org.apache.arrow.vector.types.pojo.Schema(fields), IpcCompression.NONE);
        return encoder.stream(List.of(batch.build()), Dictionaries.NONE);
    }
}
