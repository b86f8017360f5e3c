/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import java.io.IOException;
import org.apache.kafka.connect.data.Schema;

/**
 * Rows as an OTLP export request in protobuf: rows that follow each other and have the same resource and scope are
 * under one of each.
 */
final class OtlpProtoEncoder implements ValueEncoder {
    private final ReverseProto out = new ReverseProto();
    private final OtlpValues values = new OtlpValues(out);
    private final OtlpRecord rows;

    /** Writes one row as a message. */
    interface OtlpRecord {
        void write(OtelWindow window, int parent, ReverseProto out, OtlpValues values) throws IOException;
    }

    OtlpProtoEncoder(Signal signal) {
        this.rows = switch (signal) {
            case LOGS -> new OtlpLogRecord();
            case SPANS -> new OtlpSpan();
        };
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
        return "otlp";
    }

    @Override
    public Object encode(OtelWindow window, int[] parents, int from, int to) throws IOException {
        out.clear();
        int last = to - 1;
        while (last >= from) {
            last = resourceGroup(window, parents, from, last);
        }
        return out.take();
    }

    /** Writes the rows up to {@code last} that have its resource; the one before them. */
    private int resourceGroup(OtelWindow window, int[] parents, int from, int last) throws IOException {
        int parent = parents[last];
        int mark = out.mark();
        values.text(3, window.root(), RootColumns.RESOURCE_SCHEMA_URL, window.row(parent));
        int next = last;
        while (next >= from && Grouping.isSameResource(window, parents[next], parent)) {
            next = scopeGroup(window, parents, from, next);
        }
        values.resource(window, parent, mark);
        return next;
    }

    private int scopeGroup(OtelWindow window, int[] parents, int from, int last) throws IOException {
        int parent = parents[last];
        int mark = out.mark();
        values.text(3, window.root(), RootColumns.SCHEMA_URL, window.row(parent));
        int next = last;
        while (next >= from
                && Grouping.isSameResource(window, parents[next], parent)
                && Grouping.isSameScope(window, parents[next], parent)) {
            int inner = out.mark();
            rows.write(window, parents[next], out, values);
            out.message(2, inner);
            next--;
        }
        values.scope(window, parent, mark);
        return next;
    }
}
