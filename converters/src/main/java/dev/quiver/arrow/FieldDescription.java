/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * What an Arrow field is in Connect as long as the {@code connect.*} keys of its metadata are not looked at.
 *
 * @param type type, name and parameters
 * @param optional whether nulls are allowed
 */
record FieldDescription(DerivedType type, boolean optional) {
    static final String EXTENSION_NAME = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_NAME;
    static final String EXTENSION_METADATA = ArrowType.ExtensionType.EXTENSION_METADATA_KEY_METADATA;

    /** The type of a row, which has no field: {@code metadata} is that of the schema. */
    static FieldDescription ofRow(Map<String, String> metadata) {
        DerivedType struct = new DerivedType(Schema.Type.STRUCT, null, Map.of());
        return new FieldDescription(withMetadata(struct, metadata), false);
    }

    static FieldDescription of(Field field, FieldRole role) {
        if (field.getType() instanceof ArrowType.RunEndEncoded) {
            return ofRunEnds(field, role);
        }
        boolean isNull = field.getType() instanceof ArrowType.Null;
        boolean optional = isNull || role.optional(field.isNullable());
        DerivedType type = described(field, role);
        if (role.nullable(optional) != field.isNullable()) {
            type = type.with(Parameters.NULLABLE, Boolean.toString(field.isNullable()));
        }
        return new FieldDescription(type, optional);
    }

    private static DerivedType described(Field field, FieldRole role) {
        DerivedType type = withMetadata(base(field), field.getMetadata());
        DictionaryEncoding dictionary = field.getDictionary();
        if (dictionary != null) {
            type = type.with(Parameters.DICTIONARY, dictionaryText(dictionary));
        }
        String usualName = role.usualName();
        if (usualName != null && !usualName.equals(field.getName())) {
            type = type.with(Parameters.NAME, field.getName() == null ? "" : field.getName());
        }
        if (field.getType() instanceof ArrowType.Map) {
            String entries = field.getChildren().get(0).getName();
            if (!MapVector.DATA_VECTOR_NAME.equals(entries)) {
                type = type.with(Parameters.ENTRIES, entries == null ? "" : entries);
            }
        }
        return type;
    }

    static String dictionaryText(DictionaryEncoding dictionary) {
        return dictionary.getId() + "," + ArrowTypeNames.name(dictionary.getIndexType())
                + (dictionary.isOrdered() ? ",ordered" : "");
    }

    private static DerivedType base(Field field) {
        DerivedType base = DerivedType.of(field.getType());
        String extension = field.getMetadata().getOrDefault(EXTENSION_NAME, "");
        boolean isText = base.type() == Schema.Type.STRING && !(field.getType() instanceof ArrowType.Null);
        return switch (extension) {
            case LogicalNames.ARROW_UUID ->
                field.getType().equals(new ArrowType.FixedSizeBinary(TypeTable.UUID_BYTES))
                        ? new DerivedType(Schema.Type.STRING, LogicalNames.UUID, Map.of())
                        : base;
            case LogicalNames.ARROW_JSON ->
                isText ? new DerivedType(Schema.Type.STRING, LogicalNames.JSON, base.parameters()) : base;
            case LogicalNames.ARROW_BOOL8 ->
                base.type() == Schema.Type.INT8 ? new DerivedType(Schema.Type.BOOLEAN, null, Map.of()) : base;
            default -> base;
        };
    }

    private static DerivedType withMetadata(DerivedType type, Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return type;
        }
        DerivedType result = type;
        Map<String, String> rest = new TreeMap<>(metadata);
        rest.keySet().removeAll(ConnectMetadata.KEYS);
        String extension = rest.remove(EXTENSION_NAME);
        if (extension != null) {
            result = result.with(Parameters.EXTENSION_NAME, extension);
        }
        String ofExtension = rest.remove(EXTENSION_METADATA);
        if (ofExtension != null) {
            result = result.with(Parameters.EXTENSION_METADATA, ofExtension);
        }
        return rest.isEmpty() ? result : result.with(Parameters.METADATA, Json.object(rest));
    }

    /** Metadata of a field for the parameters of {@code schema} that come from Arrow metadata. */
    static Map<String, String> metadata(String path, Schema schema) {
        Map<String, String> metadata = new TreeMap<>();
        if (schema.parameters() == null) {
            return metadata;
        }
        String rest = Parameters.text(schema, Parameters.METADATA);
        if (rest != null) {
            Json.texts(path, Parameters.METADATA, rest).forEach((key, value) -> {
                if (value != null) {
                    metadata.put(key, value);
                }
            });
        }
        putIfGiven(metadata, EXTENSION_NAME, schema, Parameters.EXTENSION_NAME);
        putIfGiven(metadata, EXTENSION_METADATA, schema, Parameters.EXTENSION_METADATA);
        metadata.keySet().removeAll(ConnectMetadata.KEYS);
        return metadata;
    }

    private static void putIfGiven(Map<String, String> metadata, String key, Schema schema, String parameter) {
        String text = Parameters.text(schema, parameter);
        if (text != null) {
            metadata.put(key, text);
        }
    }

    /** The values, with one more parameter that tells of the run ends; what both have in common is told once. */
    private static FieldDescription ofRunEnds(Field field, FieldRole role) {
        List<Field> children = field.getChildren();
        Field values = children.get(1);
        FieldDescription described = of(values, FieldRole.FIELD);
        boolean optional = role.optional(field.isNullable() || described.optional());
        String runEnds = ArrowTypeNames.name(children.get(0).getType());
        if (field.isNullable() != optional || values.isNullable() != optional) {
            runEnds += "," + field.isNullable() + "," + values.isNullable();
        }
        Map<String, String> parameters = new TreeMap<>(described.type().parameters());
        parameters.remove(Parameters.NULLABLE);
        DerivedType type =
                new DerivedType(described.type().type(), described.type().name(), parameters);
        type = withMetadata(type, field.getMetadata()).with(Parameters.RUN_ENDS, runEnds);
        String usualName = role.usualName();
        if (usualName != null && !usualName.equals(field.getName())) {
            type = type.with(Parameters.NAME, field.getName());
        }
        return new FieldDescription(type, optional);
    }
}
