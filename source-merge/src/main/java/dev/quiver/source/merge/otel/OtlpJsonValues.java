/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.quiver.source.merge.engine.Column;
import dev.quiver.source.merge.engine.TableBatch;
import java.io.IOException;
import java.util.HexFormat;

/** Values, attributes and fields as OTLP has them in JSON. Fields with the default value are left out. */
record OtlpJsonValues(JsonGenerator json) {
    private static final HexFormat HEX = HexFormat.of();

    void text(String name, TableBatch batch, int ordinal, int row) throws IOException {
        Column column = batch.column(ordinal);
        if (!column.isNull(row) && column.end(row) > column.start(row)) {
            json.writeStringField(name, column.text(row));
        }
    }

    void hex(String name, TableBatch batch, int ordinal, int row) throws IOException {
        Column column = batch.column(ordinal);
        if (!column.isNull(row) && column.end(row) > column.start(row)) {
            json.writeStringField(name, HEX.formatHex(column.array(), column.start(row), column.end(row)));
        }
    }

    void number(String name, long value) throws IOException {
        if (value != 0) {
            json.writeNumberField(name, value);
        }
    }

    /** A 64-bit number without a sign. */
    void time(String name, long value) throws IOException {
        if (value != 0) {
            json.writeStringField(name, Long.toUnsignedString(value));
        }
    }

    /** The attributes of {@code run} that are allowed, and how many are missing. */
    void attributes(OtelWindow window, int parent, Items.Run run, long dropped) throws IOException {
        attributes(window, run, window.allowed(parent, run), dropped);
    }

    /** The first {@code count} attributes of {@code run}, and how many are missing. */
    void attributes(OtelWindow window, Items.Run run, int count, long dropped) throws IOException {
        if (count > 0) {
            json.writeArrayFieldStart("attributes");
            for (int item = run.from(); item < run.from() + count; item++) {
                TableBatch batch = run.some().batch(item);
                int row = run.some().row(item);
                json.writeStartObject();
                json.writeStringField("key", batch.column(AttributeColumns.KEY).text(row));
                json.writeFieldName("value");
                value(AttributeColumns.VALUE.value(batch, row, window.faults()));
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        number("droppedAttributesCount", dropped + run.count() - count);
    }

    void value(AnyValue value) throws IOException {
        json.writeStartObject();
        if (value instanceof AnyValue.Text text) {
            json.writeStringField("stringValue", text.value());
        } else if (value instanceof AnyValue.Whole whole) {
            json.writeStringField("intValue", Long.toString(whole.value()));
        } else if (value instanceof AnyValue.Real real) {
            json.writeNumberField("doubleValue", real.value());
        } else if (value instanceof AnyValue.Flag flag) {
            json.writeBooleanField("boolValue", flag.value());
        } else if (value instanceof AnyValue.Bytes bytes) {
            json.writeBinaryField("bytesValue", bytes.value());
        } else if (value instanceof AnyValue.Items items) {
            json.writeObjectFieldStart("arrayValue");
            json.writeArrayFieldStart("values");
            for (AnyValue item : items.values()) {
                value(item);
            }
            json.writeEndArray();
            json.writeEndObject();
        } else if (value instanceof AnyValue.Entries entries) {
            json.writeObjectFieldStart("kvlistValue");
            json.writeArrayFieldStart("values");
            for (AnyValue.Entry entry : entries.values()) {
                json.writeStartObject();
                json.writeStringField("key", entry.key());
                json.writeFieldName("value");
                value(entry.value());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
