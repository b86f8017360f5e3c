/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.Joined;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** One row as a Connect struct. */
final class StructEncoder implements ValueEncoder {
    private static final Field TYPE = StructSchemas.ANY_VALUE.field("type");
    private static final Field[] FORMS = {
        TYPE,
        StructSchemas.ANY_VALUE.field("str"),
        StructSchemas.ANY_VALUE.field("int"),
        StructSchemas.ANY_VALUE.field("double"),
        StructSchemas.ANY_VALUE.field("bool"),
        StructSchemas.ANY_VALUE.field("json"),
        StructSchemas.ANY_VALUE.field("json"),
        StructSchemas.ANY_VALUE.field("bytes")
    };
    private static final byte @Nullable [] NO_BYTES = null;

    private final Signal signal;
    private final boolean isMap;
    private final StructSchemas schemas;
    private final Schema schema;
    private final Schema event;
    private final Schema link;
    /** Keys come again and again. */
    private final TextCache texts = new TextCache();

    /** Which window the resource is of; it is not kept for that. */
    private WeakReference<@Nullable OtelWindow> resourceWindow = new WeakReference<>(null);

    private int resourceParent;
    private @Nullable Struct resource;
    private @Nullable Struct scope;

    StructEncoder(Signal signal, boolean isMap) {
        this.signal = signal;
        this.isMap = isMap;
        this.schemas = new StructSchemas(isMap);
        this.schema = signal == Signal.LOGS ? schemas.log() : schemas.span();
        this.event = signal == Signal.SPANS ? schema.field("events").schema().valueSchema() : schema;
        this.link = signal == Signal.SPANS ? schema.field("links").schema().valueSchema() : schema;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean isMany() {
        return false;
    }

    @Override
    public String messageFormat() {
        return "";
    }

    @Override
    public Object encode(OtelWindow window, int[] parents, int from, int to) throws IOException {
        int parent = parents[from];
        TableBatch batch = window.root();
        int row = window.row(parent);
        shareWith(window, parent);
        Items.Run run = window.attributes().of(parent);
        int count = window.allowed(parent, run);
        Struct value = new Struct(schema)
                .put("time_unix_nano", window.timeNs(parent))
                .put("trace_id", bytes(batch, RootColumns.TRACE_ID, row))
                .put("span_id", bytes(batch, RootColumns.SPAN_ID, row))
                .put("attributes", attributes(run, count, window.faults()))
                .put("dropped_attributes_count", number(batch, RootColumns.DROPPED, row) + run.count() - count)
                .put("resource", resource)
                .put("scope", scope);
        switch (signal) {
            case LOGS -> log(value, window, row);
            case SPANS -> span(value, window, parent);
        }
        return value;
    }

    private void log(Struct value, OtelWindow window, int row) throws IOException {
        TableBatch batch = window.root();
        value.put("observed_time_unix_nano", number(batch, LogColumns.OBSERVED, row))
                .put("severity_number", integer(batch, LogColumns.SEVERITY_NUMBER, row))
                .put("severity_text", text(batch, LogColumns.SEVERITY_TEXT, row))
                .put("event_name", text(batch, LogColumns.EVENT_NAME, row))
                .put("flags", number(batch, LogColumns.FLAGS, row));
        if (LogColumns.BODY.code(batch, row) != ValueColumns.EMPTY) {
            value.put("body", value(LogColumns.BODY, batch, row, window.faults()));
        }
    }

    private void span(Struct value, OtelWindow window, int parent) throws IOException {
        TableBatch batch = window.root();
        int row = window.row(parent);
        value.put("end_time_unix_nano", window.timeNs(parent) + number(batch, SpanColumns.DURATION, row))
                .put("parent_span_id", bytes(batch, SpanColumns.PARENT_SPAN_ID, row))
                .put("trace_state", text(batch, SpanColumns.TRACE_STATE, row))
                .put("name", text(batch, SpanColumns.NAME, row))
                .put("kind", integer(batch, SpanColumns.KIND, row))
                .put("status_code", integer(batch, SpanColumns.STATUS_CODE, row))
                .put("status_message", text(batch, SpanColumns.STATUS_MESSAGE, row))
                .put("flags", number(batch, SpanColumns.FLAGS, row))
                .put("events", children(window, SpanColumns.EVENTS, parent))
                .put("dropped_events_count", number(batch, SpanColumns.DROPPED_EVENTS, row))
                .put("links", children(window, SpanColumns.LINKS, parent))
                .put("dropped_links_count", number(batch, SpanColumns.DROPPED_LINKS, row));
    }

    private List<Struct> children(OtelWindow window, int join, int parent) throws IOException {
        Joined joined = window.joined(join);
        Matches matches = joined.matches();
        Items below = new Items(joined.children().get(0).matches());
        List<Struct> children = new ArrayList<>();
        for (int item = matches.start(parent); item < matches.end(parent); item++) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            Items.Run run = below.of(item);
            Struct child = join == SpanColumns.EVENTS ? event(batch, row) : link(batch, row);
            children.add(child.put("attributes", attributes(run, run.count(), window.faults()))
                    .put("dropped_attributes_count", number(batch, SpanColumns.CHILD_DROPPED, row)));
        }
        return children;
    }

    private Struct event(TableBatch batch, int row) {
        return new Struct(event)
                .put("time_unix_nano", number(batch, SpanColumns.EVENT_TIME, row))
                .put("name", text(batch, SpanColumns.EVENT_NAME, row));
    }

    private Struct link(TableBatch batch, int row) {
        return new Struct(link)
                .put("trace_id", bytes(batch, SpanColumns.LINK_TRACE_ID, row))
                .put("span_id", bytes(batch, SpanColumns.LINK_SPAN_ID, row))
                .put("trace_state", text(batch, SpanColumns.LINK_TRACE_STATE, row))
                .put("flags", number(batch, SpanColumns.LINK_FLAGS, row));
    }

    /** Rows with the same resource and scope share the structs of them. */
    private void shareWith(OtelWindow window, int parent) throws IOException {
        boolean isSame = resourceWindow.refersTo(window)
                && Grouping.isSameResource(window, resourceParent, parent)
                && Grouping.isSameScope(window, resourceParent, parent);
        if (isSame) {
            return;
        }
        TableBatch batch = window.root();
        int row = window.row(parent);
        Items.Run resourceRun = window.resource(parent);
        int resourceCount = window.allowed(parent, resourceRun);
        resource = new Struct(schemas.resource())
                .put("attributes", attributes(resourceRun, resourceCount, window.faults()))
                .put("schema_url", text(batch, RootColumns.RESOURCE_SCHEMA_URL, row))
                .put(
                        "dropped_attributes_count",
                        number(batch, RootColumns.RESOURCE_DROPPED, row) + resourceRun.count() - resourceCount);
        Items.Run scopeRun = window.scope(parent);
        int scopeCount = window.allowed(parent, scopeRun);
        scope = new Struct(schemas.scope())
                .put("name", text(batch, RootColumns.SCOPE_NAME, row))
                .put("version", text(batch, RootColumns.SCOPE_VERSION, row))
                .put("attributes", attributes(scopeRun, scopeCount, window.faults()))
                .put("schema_url", text(batch, RootColumns.SCHEMA_URL, row))
                .put(
                        "dropped_attributes_count",
                        number(batch, RootColumns.SCOPE_DROPPED, row) + scopeRun.count() - scopeCount);
        resourceWindow = new WeakReference<>(window);
        resourceParent = parent;
    }

    private Object attributes(Items.Run run, int count, Faults faults) throws IOException {
        Map<String, Struct> map = new LinkedHashMap<>(isMap ? 2 * count : 0);
        List<Struct> list = new ArrayList<>(isMap ? 0 : count);
        for (int item = run.from(); item < run.from() + count; item++) {
            TableBatch batch = run.some().batch(item);
            int row = run.some().row(item);
            Column keys = batch.column(AttributeColumns.KEY);
            String key = texts.text(keys.array(), keys.start(row), keys.end(row));
            Struct value = value(AttributeColumns.VALUE, batch, row, faults);
            if (isMap) {
                map.put(key, value);
            } else {
                list.add(new Struct(StructSchemas.KEY_VALUE).put("key", key).put("value", value));
            }
        }
        return isMap ? map : list;
    }

    private static Struct value(ValueColumns columns, TableBatch batch, int row, Faults faults) throws IOException {
        Struct value = new Struct(StructSchemas.ANY_VALUE);
        int code = columns.code(batch, row);
        Column column = columns.column(batch, code);
        Object content = switch (code) {
            case ValueColumns.TEXT -> column.text(row);
            case ValueColumns.WHOLE -> column.number(row);
            case ValueColumns.REAL -> column.real(row);
            case ValueColumns.FLAG -> column.flag(row);
            case ValueColumns.BYTES -> column.bytes(row);
            default -> NO_BYTES;
        };
        if (code == ValueColumns.MAP || code == ValueColumns.LIST || code > ValueColumns.BYTES) {
            AnyValue nested = columns.value(batch, row, faults);
            boolean isEmpty = nested == AnyValue.Empty.VALUE;
            content = isEmpty ? null : JsonText.of(nested);
            code = isEmpty ? ValueColumns.EMPTY : code;
        }
        value.put(TYPE, (byte) code);
        if (content != null) {
            value.put(FORMS[code], content);
        }
        return value;
    }

    private static long number(TableBatch batch, int ordinal, int row) {
        return batch.column(ordinal).numberOr(row, 0);
    }

    private static @Nullable Integer integer(TableBatch batch, int ordinal, int row) {
        Column column = batch.column(ordinal);
        return column.isNull(row) ? null : (Integer) (int) column.number(row);
    }

    private static @Nullable String text(TableBatch batch, int ordinal, int row) {
        Column column = batch.column(ordinal);
        return column.isNull(row) ? null : column.text(row);
    }

    private static byte @Nullable [] bytes(TableBatch batch, int ordinal, int row) {
        Column column = batch.column(ordinal);
        return column.isNull(row) ? null : column.bytes(row);
    }
}
