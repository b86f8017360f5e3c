/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Merged logs in the form of the expected ones. */
public final class CanonicalLogs {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final HexFormat HEX = HexFormat.of();

    private CanonicalLogs() {}

    /** Row {@code parent} of {@code window}. */
    public static ObjectNode of(String part, OtelWindow window, int parent) throws IOException {
        int row = window.row(parent);
        ObjectNode log = NODES.objectNode();
        log.set("attrs", attributes(window.attributes().of(parent)));
        log.set("body", body(window, row));
        log.set("event", text(window.column(LogColumns.EVENT_NAME), row));
        log.put("file", window.root().file().name());
        log.put("flags", window.column(LogColumns.FLAGS).numberOr(row, 0));
        Column id = window.column(RootColumns.ID);
        log.set("id", id.isNull(row) ? NODES.nullNode() : NODES.numberNode(id.number(row)));
        log.put("observed", window.column(LogColumns.OBSERVED).numberOr(row, 0));
        log.put("part", part);
        log.set("resource", attributes(window.resource(parent)));
        log.put("row", window.fileRow(parent));
        log.set("scope", scope(window, parent));
        Column severity = window.column(LogColumns.SEVERITY_NUMBER);
        log.set("sevn", severity.isNull(row) ? NODES.nullNode() : NODES.numberNode(severity.number(row)));
        log.set("sevt", text(window.column(LogColumns.SEVERITY_TEXT), row));
        log.set("span_id", hex(window.column(RootColumns.SPAN_ID), row));
        log.put("time", window.timeNs(parent));
        log.set("trace_id", hex(window.column(RootColumns.TRACE_ID), row));
        return log;
    }

    private static JsonNode scope(OtelWindow window, int parent) throws IOException {
        int row = window.row(parent);
        ArrayNode scope = NODES.arrayNode();
        scope.add(text(window.column(RootColumns.SCOPE_NAME), row));
        scope.add(text(window.column(RootColumns.SCOPE_VERSION), row));
        scope.add(attributes(window.scope(parent)));
        return scope;
    }

    static ArrayNode attributes(Items.Run run) throws IOException {
        ArrayNode attributes = NODES.arrayNode();
        for (int item = run.from(); item < run.to(); item++) {
            TableBatch batch = run.some().batch(item);
            int row = run.some().row(item);
            ArrayNode attribute = NODES.arrayNode();
            attribute.add(batch.column(AttributeColumns.KEY).text(row));
            attribute.add(batch.column(AttributeColumns.VALUE.type()).number(row));
            attribute.add(json(AttributeColumns.VALUE.value(batch, row, faults())));
            attributes.add(attribute);
        }
        return attributes;
    }

    static Faults faults() {
        return new Faults(Faults.BadValue.FAIL, Faults.TooMany.FAIL, Integer.MAX_VALUE);
    }

    private static JsonNode body(OtelWindow window, int row) throws IOException {
        Column type = window.column(LogColumns.BODY.type());
        ArrayNode body = NODES.arrayNode();
        body.add(type.numberOr(row, ValueColumns.EMPTY));
        body.add(json(LogColumns.BODY.value(window.root(), row, faults())));
        return body;
    }

    static JsonNode json(AnyValue value) {
        if (value instanceof AnyValue.Text text) {
            return NODES.textNode(text.value());
        }
        if (value instanceof AnyValue.Whole whole) {
            return NODES.numberNode(whole.value());
        }
        if (value instanceof AnyValue.Real real) {
            return NODES.numberNode(real.value());
        }
        if (value instanceof AnyValue.Flag flag) {
            return NODES.booleanNode(flag.value());
        }
        if (value instanceof AnyValue.Bytes bytes) {
            return NODES.objectNode().put("$bytes", HEX.formatHex(bytes.value()));
        }
        if (value instanceof AnyValue.Items items) {
            ArrayNode array = NODES.arrayNode();
            items.values().forEach(item -> array.add(json(item)));
            return array;
        }
        if (value instanceof AnyValue.Entries entries) {
            ObjectNode object = NODES.objectNode();
            entries.values().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        return NODES.nullNode();
    }

    private static JsonNode text(Column column, int row) {
        return column.isNull(row) ? NODES.nullNode() : NODES.textNode(column.text(row));
    }

    private static JsonNode hex(Column column, int row) {
        return column.isNull(row) ? NODES.nullNode() : NODES.textNode(HEX.formatHex(column.bytes(row)));
    }

    /** {@code node} as text in which numbers are told apart by value only. */
    public static String text(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return "null";
        }
        StringBuilder text = new StringBuilder();
        if (node.isObject()) {
            text.append('{');
            node.fieldNames()
                    .forEachRemaining(name -> text.append(name)
                            .append(':')
                            .append(text(node.get(name)))
                            .append(','));
            return text.append('}').toString();
        }
        if (node.isArray()) {
            text.append('[');
            node.forEach(item -> text.append(text(item)).append(','));
            return text.append(']').toString();
        }
        return node.isFloatingPointNumber() ? Double.toString(node.doubleValue()) : node.toString();
    }
}
