/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Nested values as plain JSON: bytes in Base64, numbers that JSON lacks as texts, keys in their order. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    static String of(AnyValue value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write to memory", e);
        }
        return text.toString();
    }

    private static void write(AnyValue value, JsonGenerator json) throws IOException {
        if (value instanceof AnyValue.Text text) {
            json.writeString(text.value());
        } else if (value instanceof AnyValue.Whole whole) {
            json.writeNumber(whole.value());
        } else if (value instanceof AnyValue.Real real) {
            json.writeNumber(real.value());
        } else if (value instanceof AnyValue.Flag flag) {
            json.writeBoolean(flag.value());
        } else if (value instanceof AnyValue.Bytes bytes) {
            json.writeBinary(bytes.value());
        } else if (value instanceof AnyValue.Items items) {
            json.writeStartArray();
            for (AnyValue item : items.values()) {
                write(item, json);
            }
            json.writeEndArray();
        } else if (value instanceof AnyValue.Entries entries) {
            json.writeStartObject();
            for (AnyValue.Entry entry : entries.values()) {
                json.writeFieldName(entry.key());
                write(entry.value(), json);
            }
            json.writeEndObject();
        } else {
            json.writeNull();
        }
    }
}
