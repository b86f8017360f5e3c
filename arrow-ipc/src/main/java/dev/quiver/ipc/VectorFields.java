/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** The fields that vectors have for the fields of a schema in message format. */
final class VectorFields {
    private static final int DECIMAL_BITS_MIN = 128;

    private VectorFields() {}

    /** The field of a column: of indices, if it is dictionary-encoded. */
    static Field of(Field field) {
        DictionaryEncoding dictionary = field.getDictionary();
        if (dictionary == null) {
            return withChildren(field, field.getName(), field.isNullable());
        }
        return new Field(
                field.getName(),
                new FieldType(field.isNullable(), dictionary.getIndexType(), dictionary, field.getMetadata()),
                List.of());
    }

    /** The field of the values that dictionary-encoded {@code field} refers to. */
    static Field ofDictionary(Field field) {
        return withChildren(field, "DICT" + field.getDictionary().getId(), true);
    }

    private static Field withChildren(Field field, String name, boolean nullable) {
        List<Field> children = new ArrayList<>();
        for (Field child : field.getChildren()) {
            children.add(field.getType() instanceof ArrowType.Map ? ofEntries(child) : of(child));
        }
        return with(field, name, nullable, children);
    }

    /** The entries of a map, which vectors want to be required whatever the schema says, as their keys. */
    private static Field ofEntries(Field entries) {
        List<Field> children = new ArrayList<>();
        for (Field child : entries.getChildren()) {
            Field vector = of(child);
            children.add(
                    children.isEmpty()
                            ? new Field(
                                    vector.getName(),
                                    new FieldType(
                                            false, vector.getType(), vector.getDictionary(), vector.getMetadata()),
                                    vector.getChildren())
                            : vector);
        }
        return with(entries, entries.getName(), false, children);
    }

    private static Field with(Field field, String name, boolean nullable, List<Field> children) {
        @Nullable DictionaryEncoding none = null;
        return new Field(name, new FieldType(nullable, widened(field.getType()), none, field.getMetadata()), children);
    }

    private static ArrowType widened(ArrowType type) {
        return type instanceof ArrowType.Decimal decimal && decimal.getBitWidth() < DECIMAL_BITS_MIN
                ? new ArrowType.Decimal(decimal.getPrecision(), decimal.getScale(), DECIMAL_BITS_MIN)
                : type;
    }
}
