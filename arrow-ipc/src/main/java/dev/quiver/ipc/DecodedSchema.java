/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A schema with what decoding its batches needs of it.
 *
 * @param schema the schema
 * @param rows the shape of its batches
 * @param dictionaries the dictionaries that its fields refer to, by id
 */
record DecodedSchema(Schema schema, BatchShape rows, Map<Long, DictionaryShape> dictionaries) {
    /**
     * A dictionary that fields refer to.
     *
     * @param shape the shape of its batches
     * @param inner the ids of dictionaries that its values refer to
     */
    record DictionaryShape(BatchShape shape, Set<Long> inner) {}

    /** The schema that {@code table}, of {@code metadataBytes} of metadata, holds. */
    static DecodedSchema parse(FlatTable table, int metadataBytes, IpcLimits limits) {
        SchemaParser.Parsed parsed = SchemaParser.parse(table, metadataBytes, limits);
        return of(parsed.schema(), parsed.dictionaries());
    }

    /** {@code schema}, which is trusted. */
    static DecodedSchema of(Schema schema) {
        return of(schema, dictionaryFields(schema));
    }

    /** For each dictionary that {@code schema} refers to, a field that does. */
    static Map<Long, Field> dictionaryFields(Schema schema) {
        Map<Long, Field> fields = new TreeMap<>();
        schema.getFields().forEach(field -> collect(field, fields));
        return fields;
    }

    private static DecodedSchema of(Schema schema, Map<Long, Field> fields) {
        Map<Long, DictionaryShape> dictionaries = new HashMap<>();
        fields.forEach((id, field) -> {
            Map<Long, Field> inner = new TreeMap<>();
            field.getChildren().forEach(child -> collect(child, inner));
            dictionaries.put(id, new DictionaryShape(BatchShape.ofDictionary(field), Set.copyOf(inner.keySet())));
        });
        return new DecodedSchema(schema, BatchShape.of(schema), Map.copyOf(dictionaries));
    }

    private static void collect(Field field, Map<Long, Field> fields) {
        if (field.getDictionary() != null) {
            fields.putIfAbsent(field.getDictionary().getId(), field);
        }
        for (Field child : field.getChildren()) {
            collect(child, fields);
        }
    }
}
