/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.source.merge.engine.Joined;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;

/** Logs and spans as OTLP has them in JSON, within an object that is already begun. */
final class OtlpJsonRecords {
    private OtlpJsonRecords() {}

    static void log(OtelWindow window, int parent, OtlpJsonValues values) throws IOException {
        TableBatch batch = window.root();
        int row = window.row(parent);
        values.time("timeUnixNano", window.timeNs(parent));
        values.time("observedTimeUnixNano", batch.column(LogColumns.OBSERVED).numberOr(row, 0));
        values.number("severityNumber", batch.column(LogColumns.SEVERITY_NUMBER).numberOr(row, 0));
        values.text("severityText", batch, LogColumns.SEVERITY_TEXT, row);
        if (LogColumns.BODY.code(batch, row) != ValueColumns.EMPTY) {
            values.json().writeFieldName("body");
            values.value(LogColumns.BODY.value(batch, row, window.faults()));
        }
        values.attributes(
                window,
                parent,
                window.attributes().of(parent),
                batch.column(RootColumns.DROPPED).numberOr(row, 0));
        values.number("flags", batch.column(LogColumns.FLAGS).numberOr(row, 0));
        values.hex("traceId", batch, RootColumns.TRACE_ID, row);
        values.hex("spanId", batch, RootColumns.SPAN_ID, row);
        values.text("eventName", batch, LogColumns.EVENT_NAME, row);
    }

    static void span(OtelWindow window, int parent, OtlpJsonValues values) throws IOException {
        TableBatch batch = window.root();
        int row = window.row(parent);
        values.hex("traceId", batch, RootColumns.TRACE_ID, row);
        values.hex("spanId", batch, RootColumns.SPAN_ID, row);
        values.text("traceState", batch, SpanColumns.TRACE_STATE, row);
        values.hex("parentSpanId", batch, SpanColumns.PARENT_SPAN_ID, row);
        values.text("name", batch, SpanColumns.NAME, row);
        values.number("kind", batch.column(SpanColumns.KIND).numberOr(row, 0));
        long start = window.timeNs(parent);
        values.time("startTimeUnixNano", start);
        values.time(
                "endTimeUnixNano", start + batch.column(SpanColumns.DURATION).numberOr(row, 0));
        values.attributes(
                window,
                parent,
                window.attributes().of(parent),
                batch.column(RootColumns.DROPPED).numberOr(row, 0));
        events(window, parent, values);
        values.number(
                "droppedEventsCount", batch.column(SpanColumns.DROPPED_EVENTS).numberOr(row, 0));
        links(window, parent, values);
        values.number(
                "droppedLinksCount", batch.column(SpanColumns.DROPPED_LINKS).numberOr(row, 0));
        status(batch, row, values);
        values.number("flags", batch.column(SpanColumns.FLAGS).numberOr(row, 0));
    }

    private static void status(TableBatch batch, int row, OtlpJsonValues values) throws IOException {
        boolean isThere = !batch.column(SpanColumns.STATUS_CODE).isNull(row)
                || !batch.column(SpanColumns.STATUS_MESSAGE).isNull(row);
        if (isThere) {
            values.json().writeObjectFieldStart("status");
            values.text("message", batch, SpanColumns.STATUS_MESSAGE, row);
            values.number("code", batch.column(SpanColumns.STATUS_CODE).numberOr(row, 0));
            values.json().writeEndObject();
        }
    }

    private static void events(OtelWindow window, int parent, OtlpJsonValues values) throws IOException {
        Joined events = window.joined(SpanColumns.EVENTS);
        Matches matches = events.matches();
        if (matches.end(parent) == matches.start(parent)) {
            return;
        }
        JsonGenerator json = values.json();
        Items below = new Items(events.children().get(0).matches());
        json.writeArrayFieldStart("events");
        for (int item = matches.start(parent); item < matches.end(parent); item++) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            json.writeStartObject();
            values.time("timeUnixNano", batch.column(SpanColumns.EVENT_TIME).numberOr(row, 0));
            values.text("name", batch, SpanColumns.EVENT_NAME, row);
            long dropped = batch.column(SpanColumns.CHILD_DROPPED).numberOr(row, 0);
            values.attributes(window, below.of(item), below.of(item).count(), dropped);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void links(OtelWindow window, int parent, OtlpJsonValues values) throws IOException {
        Joined links = window.joined(SpanColumns.LINKS);
        Matches matches = links.matches();
        if (matches.end(parent) == matches.start(parent)) {
            return;
        }
        JsonGenerator json = values.json();
        Items below = new Items(links.children().get(0).matches());
        json.writeArrayFieldStart("links");
        for (int item = matches.start(parent); item < matches.end(parent); item++) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            json.writeStartObject();
            values.hex("traceId", batch, SpanColumns.LINK_TRACE_ID, row);
            values.hex("spanId", batch, SpanColumns.LINK_SPAN_ID, row);
            values.text("traceState", batch, SpanColumns.LINK_TRACE_STATE, row);
            long dropped = batch.column(SpanColumns.CHILD_DROPPED).numberOr(row, 0);
            values.attributes(window, below.of(item), below.of(item).count(), dropped);
            values.number("flags", batch.column(SpanColumns.LINK_FLAGS).numberOr(row, 0));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
