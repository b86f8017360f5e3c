/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns Connect schemas into Arrow schemas in message format, from which {@link ConnectSchemas} finds the way back. */
public final class ArrowSchemas {
    /** The column of a value that is not a struct. */
    public static final String VALUE = "value";

    private final TypeOptions options;
    private final TypeTable table;

    /** With types in the forms that {@code options} ask for. */
    public ArrowSchemas(TypeOptions options) {
        this.options = options;
        this.table = new TypeTable(options);
    }

    /**
     * The columns of a struct; any other value is one column called {@value #VALUE}.
     *
     * @throws DataException if a type within has no Arrow equivalent; the message names the column
     */
    public org.apache.arrow.vector.types.pojo.Schema of(Schema schema) {
        Building building = new Building();
        if (schema.type() != Schema.Type.STRUCT || !(table.arrowType("", schema) instanceof ArrowType.Struct)) {
            Field value = building.field(VALUE, VALUE, schema, FieldRole.FIELD, 0);
            return new org.apache.arrow.vector.types.pojo.Schema(
                    List.of(value), options.metadata() ? Map.of(ConnectMetadata.ROOT, VALUE) : null);
        }
        Map<String, String> metadata = FieldDescription.metadata("", schema);
        if (options.metadata()) {
            metadata.putAll(ConnectMetadata.difference(FieldDescription.ofRow(metadata), schema));
        }
        return new org.apache.arrow.vector.types.pojo.Schema(building.fields("", schema, FieldRole.FIELD, 0), metadata);
    }

    /** The fields of one schema, whose dictionaries must have different ids. */
    private final class Building {
        private final Set<Long> dictionaries = new HashSet<>();
        /** What columns of a schema are in Arrow: most have one of a few. */
        private final Map<Schema, FieldType> known = new HashMap<>();

        private List<Field> fields(String prefix, Schema struct, FieldRole role, int depth) {
            List<Field> fields = new ArrayList<>(struct.fields().size());
            for (org.apache.kafka.connect.data.Field field : struct.fields()) {
                String path = prefix.isEmpty() ? field.name() : prefix + field.name();
                fields.add(field(path, field.name(), field.schema(), role, depth + 1));
            }
            return fields;
        }

        private Field field(String path, String name, Schema schema, FieldRole role, int depth) {
            if (depth > TypeTable.NESTING_MAX) {
                throw new DataException("column '" + path + "': nested deeper than " + TypeTable.NESTING_MAX
                        + " levels, or within itself");
            }
            if (role != FieldRole.FIELD || !schema.type().isPrimitive()) {
                return made(path, name, schema, role, depth);
            }
            FieldType type = known.get(schema);
            if (type != null) {
                return new Field(name, type, List.of());
            }
            Field field = made(path, name, schema, role, depth);
            // Each dictionary has an id of its own, and runs have children.
            if (field.getDictionary() == null && field.getChildren().isEmpty()) {
                known.put(schema, field.getFieldType());
            }
            return field;
        }

        private Field made(String path, String name, Schema schema, FieldRole role, int depth) {
            ArrowType type = table.arrowType(path, schema);
            List<Field> children = children(path, schema, type, depth);
            String nullable = Parameters.text(schema, Parameters.NULLABLE);
            boolean isNullable = nullable == null ? role.nullable(schema.isOptional()) : Boolean.parseBoolean(nullable);
            DictionaryEncoding dictionary = dictionary(path, schema);
            Map<String, String> metadata = metadata(path, schema, type);
            Field bare = new Field(name, new FieldType(isNullable, type, dictionary, metadata), children);
            String runEnds = Parameters.text(schema, Parameters.RUN_ENDS);
            Field field = runEnds == null ? bare : runEndEncoded(path, bare, runEnds);
            if (!options.metadata()) {
                return field;
            }
            Map<String, String> more = ConnectMetadata.difference(FieldDescription.of(field, role), schema);
            return more.isEmpty() ? field : with(field, more);
        }

        private List<Field> children(String path, Schema schema, ArrowType type, int depth) {
            return switch (type.getTypeID()) {
                case List, LargeList, ListView, LargeListView, FixedSizeList ->
                    List.of(child(path, schema.valueSchema(), FieldRole.ELEMENT, depth));
                case Map -> List.of(entries(path, schema, depth));
                case Struct -> fields(path + ".", schema, FieldRole.FIELD, depth);
                case Union -> fields(path + ".", schema, FieldRole.ALTERNATIVE, depth);
                default -> List.of();
            };
        }

        private Field child(String path, Schema schema, FieldRole role, int depth) {
            String given = Parameters.text(schema, Parameters.NAME);
            String name = given == null ? String.valueOf(role.usualName()) : given;
            return field(path + "." + role.usualName(), name, schema, role, depth + 1);
        }

        private Field entries(String path, Schema map, int depth) {
            Field key = child(path, map.keySchema(), FieldRole.KEY, depth);
            Field value = child(path, map.valueSchema(), FieldRole.VALUE, depth);
            String name = Parameters.of(map).getOrDefault(Parameters.ENTRIES, MapVector.DATA_VECTOR_NAME);
            return new Field(name, new FieldType(false, ArrowType.Struct.INSTANCE, null), List.of(key, value));
        }

        private @Nullable DictionaryEncoding dictionary(String path, Schema schema) {
            String text = Parameters.text(schema, Parameters.DICTIONARY);
            if (text != null) {
                DictionaryEncoding given = parsedDictionary(path, text);
                dictionaries.add(given.getId());
                return given;
            }
            if (options.texts().enums() == TypeOptions.Enums.STRING || !isEnumeration(schema)) {
                return null;
            }
            long id = dictionaries.size();
            while (!dictionaries.add(id)) {
                id++;
            }
            return new DictionaryEncoding(id, false, new ArrowType.Int(Short.SIZE, true));
        }
    }

    /** Whether {@code schema} is text that is one of a few words. */
    private static boolean isEnumeration(Schema schema) {
        Map<String, String> parameters = Parameters.of(schema);
        return schema.type() == Schema.Type.STRING
                && (LogicalNames.ENUM.equals(schema.name())
                        || parameters.containsKey(LogicalNames.AVRO_ENUM)
                        || parameters.containsKey(LogicalNames.CONNECT_ENUM));
    }

    private static DictionaryEncoding parsedDictionary(String path, String text) {
        String[] parts = text.split(",", -1);
        try {
            if (parts.length > 1 && ArrowTypeNames.parse(path, parts[1]) instanceof ArrowType.Int index) {
                return new DictionaryEncoding(Long.parseLong(parts[0]), parts.length > 2, index);
            }
        } catch (NumberFormatException e) {
            throw new DataException("column '" + path + "': the id of the dictionary is not a number: " + text, e);
        }
        throw new DataException("column '" + path + "': schema parameter " + Parameters.DICTIONARY
                + " is not an id and an index type: " + text);
    }

    private Map<String, String> metadata(String path, Schema schema, ArrowType type) {
        Map<String, String> metadata = FieldDescription.metadata(path, schema);
        if (metadata.containsKey(FieldDescription.EXTENSION_NAME) || schema.name() == null) {
            return metadata;
        }
        boolean isUuid = schema.name().equals(LogicalNames.UUID) && type instanceof ArrowType.FixedSizeBinary;
        boolean isJson = schema.name().equals(LogicalNames.JSON)
                && type.equals(ArrowType.Utf8.INSTANCE)
                && options.texts().jsons() == TypeOptions.Jsons.JSON;
        if (isUuid || isJson) {
            metadata.put(FieldDescription.EXTENSION_NAME, isUuid ? LogicalNames.ARROW_UUID : LogicalNames.ARROW_JSON);
            metadata.put(FieldDescription.EXTENSION_METADATA, "");
        }
        return metadata;
    }

    private static Field runEndEncoded(String path, Field bare, String text) {
        String[] parts = text.split(",", -1);
        ArrowType type = ArrowTypeNames.parse(path, parts[0]);
        boolean differ = parts.length == 3;
        boolean nullable = differ ? Boolean.parseBoolean(parts[1]) : bare.isNullable();
        boolean valuesNullable = differ ? Boolean.parseBoolean(parts[2]) : bare.isNullable();
        Field runEnds = new Field("run_ends", FieldType.notNullable(type), List.of());
        Field values = new Field(
                "values",
                new FieldType(valuesNullable, bare.getType(), bare.getDictionary(), Map.of()),
                bare.getChildren());
        FieldType outer = new FieldType(nullable, ArrowType.RunEndEncoded.INSTANCE, null, bare.getMetadata());
        return new Field(bare.getName(), outer, List.of(runEnds, values));
    }

    private static Field with(Field field, Map<String, String> more) {
        Map<String, String> metadata = new TreeMap<>(field.getMetadata());
        metadata.putAll(more);
        FieldType type = new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata);
        return new Field(field.getName(), type, field.getChildren());
    }
}
