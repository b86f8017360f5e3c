/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.kafka.connect.data.Schema;

/**
 * Rows as an OTLP export request in JSON, as its protobuf mapping has it: ids in hexadecimal, 64-bit numbers as texts,
 * bytes in Base64.
 */
final class OtlpJsonEncoder implements ValueEncoder {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Signal signal;
    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    OtlpJsonEncoder(Signal signal) {
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
        return "otlp-json";
    }

    @Override
    public Object encode(OtelWindow window, int[] parents, int from, int to) throws IOException {
        target.reset();
        try (JsonGenerator json = FACTORY.createGenerator(target)) {
            json.writeStartObject();
            json.writeArrayFieldStart(signal == Signal.LOGS ? "resourceLogs" : "resourceSpans");
            int next = from;
            while (next < to) {
                next = resourceGroup(window, parents, next, to, new OtlpJsonValues(json));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return target.toByteArray();
    }

    private int resourceGroup(OtelWindow window, int[] parents, int from, int to, OtlpJsonValues values)
            throws IOException {
        JsonGenerator json = values.json();
        int parent = parents[from];
        TableBatch batch = window.root();
        int row = window.row(parent);
        json.writeStartObject();
        json.writeObjectFieldStart("resource");
        values.attributes(
                window,
                parent,
                window.resource(parent),
                batch.column(RootColumns.RESOURCE_DROPPED).numberOr(row, 0));
        json.writeEndObject();
        json.writeArrayFieldStart(signal == Signal.LOGS ? "scopeLogs" : "scopeSpans");
        int next = from;
        while (next < to && Grouping.isSameResource(window, parents[next], parent)) {
            next = scopeGroup(window, parents, next, to, values);
        }
        json.writeEndArray();
        values.text("schemaUrl", batch, RootColumns.RESOURCE_SCHEMA_URL, row);
        json.writeEndObject();
        return next;
    }

    private int scopeGroup(OtelWindow window, int[] parents, int from, int to, OtlpJsonValues values)
            throws IOException {
        JsonGenerator json = values.json();
        int parent = parents[from];
        TableBatch batch = window.root();
        int row = window.row(parent);
        json.writeStartObject();
        json.writeObjectFieldStart("scope");
        values.text("name", batch, RootColumns.SCOPE_NAME, row);
        values.text("version", batch, RootColumns.SCOPE_VERSION, row);
        values.attributes(
                window,
                parent,
                window.scope(parent),
                batch.column(RootColumns.SCOPE_DROPPED).numberOr(row, 0));
        json.writeEndObject();
        json.writeArrayFieldStart(signal == Signal.LOGS ? "logRecords" : "spans");
        int next = from;
        while (next < to
                && Grouping.isSameResource(window, parents[next], parent)
                && Grouping.isSameScope(window, parents[next], parent)) {
            json.writeStartObject();
            switch (signal) {
                case LOGS -> OtlpJsonRecords.log(window, parents[next], values);
                case SPANS -> OtlpJsonRecords.span(window, parents[next], values);
            }
            json.writeEndObject();
            next++;
        }
        json.writeEndArray();
        values.text("schemaUrl", batch, RootColumns.SCHEMA_URL, row);
        json.writeEndObject();
        return next;
    }
}
