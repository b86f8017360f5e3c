/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quiver.source.merge.otel.CanonicalLogs;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Structs of logs, with attributes as lists, in the form of the expected logs; ids are not in them. */
final class StructLines {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private StructLines() {}

    static String of(SourceRecord sent) throws IOException {
        Struct value = (Struct) sent.value();
        ObjectNode log = NODES.objectNode();
        log.set("attrs", attributes(value.getArray("attributes")));
        log.set("body", any(value.getStruct("body")));
        log.put("event", value.getString("event_name"));
        log.put("file", header(sent, "quiver.file"));
        log.put("flags", value.getInt64("flags"));
        log.put("observed", value.getInt64("observed_time_unix_nano"));
        log.put("part", header(sent, "quiver.part"));
        log.set("resource", attributes(value.getStruct("resource").getArray("attributes")));
        log.put("row", Long.parseLong(header(sent, "quiver.row")));
        Struct scope = value.getStruct("scope");
        ArrayNode scopes = NODES.arrayNode();
        scopes.add(scope.getString("name"));
        scopes.add(scope.getString("version"));
        scopes.add(attributes(scope.getArray("attributes")));
        log.set("scope", scopes);
        log.put("sevn", value.getInt32("severity_number"));
        log.put("sevt", value.getString("severity_text"));
        log.put("span_id", hex(value.getBytes("span_id")));
        log.put("time", value.getInt64("time_unix_nano"));
        log.put("trace_id", hex(value.getBytes("trace_id")));
        return CanonicalLogs.text(log);
    }

    /** An expected line without the id. */
    static String withoutId(String line) {
        return line.replaceFirst(",id:(null|\\d+),", ",");
    }

    private static String header(SourceRecord sent, String name) {
        Header header = sent.headers().lastWithName(name);
        return header == null ? "0" : String.valueOf(header.value());
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static ArrayNode attributes(List<Struct> attributes) throws IOException {
        ArrayNode all = NODES.arrayNode();
        for (Struct attribute : attributes) {
            ArrayNode one = NODES.arrayNode();
            one.add(attribute.getString("key"));
            any(attribute.getStruct("value")).forEach(one::add);
            all.add(one);
        }
        return all;
    }

    private static ArrayNode any(@Nullable Struct value) throws IOException {
        ArrayNode any = NODES.arrayNode();
        if (value == null) {
            return any.add(0).addNull();
        }
        any.add(value.getInt8("type"));
        any.add(content(value));
        return any;
    }

    private static JsonNode content(Struct value) throws IOException {
        return switch (value.getInt8("type")) {
            case 1 -> NODES.textNode(value.getString("str"));
            case 2 -> NODES.numberNode(value.getInt64("int"));
            case 3 -> NODES.numberNode(value.getFloat64("double"));
            case 4 -> NODES.booleanNode(value.getBoolean("bool"));
            case 5, 6 -> JSON.readTree(value.getString("json"));
            case 7 -> NODES.objectNode().put("$bytes", hex(value.getBytes("bytes")));
            default -> NODES.nullNode();
        };
    }
}
