/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a row, column by column, into the bytes of a record's value. */
@FunctionalInterface
public interface RowFormat {
    /** The value of a record that carries {@code row}. */
    byte[] encode(Map<String, @Nullable Object> row);

    /** JSON without a schema: {@code {"id": 1, "name": "a"}}. */
    static RowFormat json() {
        ObjectMapper json = new ObjectMapper();
        return row -> bytes(json, row);
    }

    /** The envelope of Connect's JsonConverter: {@code {"schema": {...}, "payload": {...}}}. */
    static RowFormat jsonWithSchema(RowSchema schema) {
        ObjectMapper json = new ObjectMapper();
        return row -> {
            ObjectNode envelope = json.createObjectNode();
            envelope.set("schema", schema.toJson());
            envelope.set("payload", json.valueToTree(row));
            return bytes(json, envelope);
        };
    }

    private static byte[] bytes(ObjectMapper json, Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("could not write a row as JSON: " + e.getOriginalMessage(), e);
        }
    }
}
