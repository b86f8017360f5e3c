/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.Matches;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Values, attributes, resources and scopes as OTLP messages. */
final class OtlpValues {
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final ReverseProto out;

    OtlpValues(ReverseProto out) {
        this.out = out;
    }

    /** Bytes or a text unless it is null or empty. */
    void text(int field, TableBatch batch, int ordinal, int row) {
        Column column = batch.column(ordinal);
        if (!column.isNull(row) && column.end(row) > column.start(row)) {
            out.bytes(field, column.array(), column.start(row), column.end(row));
        }
    }

    /** A whole number unless it is null or 0. */
    void number(int field, TableBatch batch, int ordinal, int row) {
        out.numberUnlessZero(field, batch.column(ordinal).numberOr(row, 0));
    }

    /** The value in {@code row} as a message of its own, empty if there is none. */
    void value(int field, ValueColumns columns, TableBatch batch, int row, Faults faults) throws IOException {
        int mark = out.mark();
        int code = columns.code(batch, row);
        Column column = columns.column(batch, code);
        switch (code) {
            case ValueColumns.EMPTY -> {}
            case ValueColumns.TEXT -> out.bytes(1, column.array(), column.start(row), column.end(row));
            case ValueColumns.FLAG -> out.number(2, column.flag(row) ? 1 : 0);
            case ValueColumns.WHOLE -> out.number(3, column.number(row));
            case ValueColumns.REAL -> out.fixed64(4, column.number(row));
            case ValueColumns.BYTES -> out.bytes(7, column.array(), column.start(row), column.end(row));
            default -> content(columns.value(batch, row, faults));
        }
        out.message(field, mark);
    }

    private void content(AnyValue value) {
        if (value instanceof AnyValue.Text text) {
            byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
            out.bytes(1, bytes, 0, bytes.length);
        } else if (value instanceof AnyValue.Flag flag) {
            out.number(2, flag.value() ? 1 : 0);
        } else if (value instanceof AnyValue.Whole whole) {
            out.number(3, whole.value());
        } else if (value instanceof AnyValue.Real real) {
            out.fixed64(4, Double.doubleToRawLongBits(real.value()));
        } else if (value instanceof AnyValue.Bytes bytes) {
            out.bytes(7, bytes.value(), 0, bytes.value().length);
        } else if (value instanceof AnyValue.Items items) {
            items(items);
        } else if (value instanceof AnyValue.Entries entries) {
            entries(entries);
        }
    }

    private void items(AnyValue.Items items) {
        int mark = out.mark();
        for (int index = items.values().size() - 1; index >= 0; index--) {
            int inner = out.mark();
            content(items.values().get(index));
            out.message(1, inner);
        }
        out.message(5, mark);
    }

    private void entries(AnyValue.Entries entries) {
        int mark = out.mark();
        for (int index = entries.values().size() - 1; index >= 0; index--) {
            AnyValue.Entry entry = entries.values().get(index);
            int inner = out.mark();
            int valueMark = out.mark();
            content(entry.value());
            out.message(VALUE, valueMark);
            byte[] key = entry.key().getBytes(StandardCharsets.UTF_8);
            out.bytes(KEY, key, 0, key.length);
            out.message(1, inner);
        }
        out.message(6, mark);
    }

    /** The first {@code count} of {@code run}, each a message of {@code field}. */
    void attributes(int field, Items.Run run, int count, Faults faults) throws IOException {
        if (count == 0) {
            return;
        }
        Matches matches = run.some();
        for (int item = run.from() + count - 1; item >= run.from(); item--) {
            TableBatch batch = matches.batch(item);
            int row = matches.row(item);
            int mark = out.mark();
            value(VALUE, AttributeColumns.VALUE, batch, row, faults);
            Column keys = batch.column(AttributeColumns.KEY);
            out.bytes(KEY, keys.array(), keys.start(row), keys.end(row));
            out.message(field, mark);
        }
    }

    /** The resource of {@code parent}, and where it is described, behind what is written since {@code mark}. */
    void resource(OtelWindow window, int parent, int mark) throws IOException {
        int row = window.row(parent);
        // What is behind it was written before.
        int inner = out.mark();
        Items.Run run = window.resource(parent);
        int count = window.allowed(parent, run);
        long dropped = window.column(RootColumns.RESOURCE_DROPPED).numberOr(row, 0) + run.count() - count;
        out.numberUnlessZero(2, dropped);
        attributes(1, run, count, window.faults());
        out.message(1, inner);
        out.message(1, mark);
    }

    /** The scope of {@code parent}, behind what is written since {@code mark}. */
    void scope(OtelWindow window, int parent, int mark) throws IOException {
        int row = window.row(parent);
        int inner = out.mark();
        Items.Run run = window.scope(parent);
        int count = window.allowed(parent, run);
        long dropped = window.column(RootColumns.SCOPE_DROPPED).numberOr(row, 0) + run.count() - count;
        out.numberUnlessZero(4, dropped);
        attributes(3, run, count, window.faults());
        text(2, window.root(), RootColumns.SCOPE_VERSION, row);
        text(1, window.root(), RootColumns.SCOPE_NAME, row);
        out.message(1, inner);
        out.message(2, mark);
    }
}
