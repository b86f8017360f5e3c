/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Joined;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;

/** A span with its events and links as OTLP has it. */
final class OtlpSpan implements OtlpProtoEncoder.OtlpRecord {
    @Override
    public void write(OtelWindow window, int parent, ReverseProto out, OtlpValues values) throws IOException {
        TableBatch batch = window.root();
        int row = window.row(parent);
        long flags = batch.column(SpanColumns.FLAGS).numberOr(row, 0);
        if (flags != 0) {
            out.fixed32(16, (int) flags);
        }
        status(batch, row, out, values);
        values.number(14, batch, SpanColumns.DROPPED_LINKS, row);
        links(window, parent, out, values);
        values.number(12, batch, SpanColumns.DROPPED_EVENTS, row);
        events(window, parent, out, values);
        Items.Run run = window.attributes().of(parent);
        int count = window.allowed(parent, run);
        long dropped = batch.column(RootColumns.DROPPED).numberOr(row, 0) + run.count() - count;
        out.numberUnlessZero(10, dropped);
        values.attributes(9, run, count, window.faults());
        long start = window.timeNs(parent);
        long end = start + batch.column(SpanColumns.DURATION).numberOr(row, 0);
        if (end != 0) {
            out.fixed64(8, end);
        }
        if (start != 0) {
            out.fixed64(7, start);
        }
        values.number(6, batch, SpanColumns.KIND, row);
        values.text(5, batch, SpanColumns.NAME, row);
        values.text(4, batch, SpanColumns.PARENT_SPAN_ID, row);
        values.text(3, batch, SpanColumns.TRACE_STATE, row);
        values.text(2, batch, RootColumns.SPAN_ID, row);
        values.text(1, batch, RootColumns.TRACE_ID, row);
    }

    private static void status(TableBatch batch, int row, ReverseProto out, OtlpValues values) {
        boolean isThere = !batch.column(SpanColumns.STATUS_CODE).isNull(row)
                || !batch.column(SpanColumns.STATUS_MESSAGE).isNull(row);
        if (isThere) {
            int mark = out.mark();
            values.number(3, batch, SpanColumns.STATUS_CODE, row);
            values.text(2, batch, SpanColumns.STATUS_MESSAGE, row);
            out.message(15, mark);
        }
    }

    private static void events(OtelWindow window, int parent, ReverseProto out, OtlpValues values) throws IOException {
        Joined events = window.joined(SpanColumns.EVENTS);
        Matches matches = events.matches();
        Items below = new Items(events.children().get(0).matches());
        for (int item = matches.end(parent) - 1; item >= matches.start(parent); item--) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            int mark = out.mark();
            Items.Run run = below.of(item);
            values.number(4, batch, SpanColumns.CHILD_DROPPED, row);
            values.attributes(3, run, run.count(), window.faults());
            values.text(2, batch, SpanColumns.EVENT_NAME, row);
            long time = batch.column(SpanColumns.EVENT_TIME).numberOr(row, 0);
            if (time != 0) {
                out.fixed64(1, time);
            }
            out.message(11, mark);
        }
    }

    private static void links(OtelWindow window, int parent, ReverseProto out, OtlpValues values) throws IOException {
        Joined links = window.joined(SpanColumns.LINKS);
        Matches matches = links.matches();
        Items below = new Items(links.children().get(0).matches());
        for (int item = matches.end(parent) - 1; item >= matches.start(parent); item--) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            int mark = out.mark();
            Items.Run run = below.of(item);
            long flags = batch.column(SpanColumns.LINK_FLAGS).numberOr(row, 0);
            if (flags != 0) {
                out.fixed32(6, (int) flags);
            }
            values.number(5, batch, SpanColumns.CHILD_DROPPED, row);
            values.attributes(4, run, run.count(), window.faults());
            values.text(3, batch, SpanColumns.LINK_TRACE_STATE, row);
            values.text(2, batch, SpanColumns.LINK_SPAN_ID, row);
            values.text(1, batch, SpanColumns.LINK_TRACE_ID, row);
            out.message(13, mark);
        }
    }
}
