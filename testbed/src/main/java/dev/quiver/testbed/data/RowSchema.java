/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A Connect struct schema as JsonConverter writes it. Immutable; each method returns a schema with one more field.
 * Types
 * are those of Connect in lower case: {@code int8} to {@code int64}, {@code float}, {@code double}, {@code boolean},
 * {@code string}, {@code bytes}.
 */
public final class RowSchema {
    private final String name;
    private final List<Field> fields;

    private RowSchema(String name, List<Field> fields) {
        this.name = name;
        this.fields = List.copyOf(fields);
    }

    /** A struct with this name and, for the ledger of produced rows, the column {@value ProducedRows#ID_COLUMN}. */
    public static RowSchema named(String name) {
        return new RowSchema(name, List.of(new Field(ProducedRows.ID_COLUMN, "string", "", false)));
    }

    /** With a required field. */
    public RowSchema field(String field, String type) {
        return with(new Field(field, type, "", false));
    }

    /** With a field that may be null. */
    public RowSchema optional(String field, String type) {
        return with(new Field(field, type, "", true));
    }

    /** With a required field of a logical type, such as {@code org.apache.kafka.connect.data.Timestamp}. */
    public RowSchema logical(String field, String type, String logicalName) {
        return with(new Field(field, type, logicalName, false));
    }

    ObjectNode toJson() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "struct").put("name", name).put("optional", false);
        fields.forEach(field -> field.addTo(schema.withArray("fields").addObject()));
        return schema;
    }

    private RowSchema with(Field field) {
        List<Field> more = new ArrayList<>(fields);
        more.add(field);
        return new RowSchema(name, more);
    }

    /** One field; an empty logical name means none. */
    private record Field(String name, String type, String logicalName, boolean optional) {
        void addTo(ObjectNode json) {
            json.put("field", name).put("type", type).put("optional", optional);
            if (!logicalName.isEmpty()) {
                json.put("name", logicalName).put("version", 1);
            }
        }
    }
}
