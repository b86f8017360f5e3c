/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
        return of(SchemaParser.parse(table, metadataBytes, limits));
    }

    private static DecodedSchema of(SchemaParser.Parsed parsed) {
        Map<Long, DictionaryShape> dictionaries = new HashMap<>();
        parsed.dictionaries().forEach((id, field) -> {
            Set<Long> inner = new TreeSet<>();
            field.getChildren().forEach(child -> collect(child, inner));
            dictionaries.put(id, new DictionaryShape(BatchShape.ofDictionary(field), Set.copyOf(inner)));
        });
        return new DecodedSchema(parsed.schema(), BatchShape.of(parsed.schema()), Map.copyOf(dictionaries));
    }

    private static void collect(Field field, Set<Long> ids) {
        if (field.getDictionary() != null) {
            ids.add(field.getDictionary().getId());
        }
        field.getChildren().forEach(child -> collect(child, ids));
    }
}
