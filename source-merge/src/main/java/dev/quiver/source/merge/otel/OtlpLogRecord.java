/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;

/** A log as OTLP has it. */
final class OtlpLogRecord implements OtlpProtoEncoder.OtlpRecord {
    @Override
    public void write(OtelWindow window, int parent, ReverseProto out, OtlpValues values) throws IOException {
        TableBatch batch = window.root();
        int row = window.row(parent);
        Items.Run run = window.attributes().of(parent);
        int count = window.allowed(parent, run);
        values.text(12, batch, LogColumns.EVENT_NAME, row);
        long observed = batch.column(LogColumns.OBSERVED).numberOr(row, 0);
        if (observed != 0) {
            out.fixed64(11, observed);
        }
        values.text(10, batch, RootColumns.SPAN_ID, row);
        values.text(9, batch, RootColumns.TRACE_ID, row);
        long flags = batch.column(LogColumns.FLAGS).numberOr(row, 0);
        if (flags != 0) {
            out.fixed32(8, (int) flags);
        }
        long dropped = batch.column(RootColumns.DROPPED).numberOr(row, 0) + run.count() - count;
        out.numberUnlessZero(7, dropped);
        values.attributes(6, run, count, window.faults());
        if (LogColumns.BODY.code(batch, row) != ValueColumns.EMPTY) {
            values.value(5, LogColumns.BODY, batch, row, window.faults());
        }
        values.text(3, batch, LogColumns.SEVERITY_TEXT, row);
        values.number(2, batch, LogColumns.SEVERITY_NUMBER, row);
        long time = window.timeNs(parent);
        if (time != 0) {
            out.fixed64(1, time);
        }
    }
}
