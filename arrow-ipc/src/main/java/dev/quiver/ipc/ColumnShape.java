/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What a field says about the nodes and buffers of its column, worked out once per schema. Immutable. */
final class ColumnShape {
    private final Field field;
    private final ArrowType type;
    private final ColumnLayout layout;
    private final int width;
    private final boolean required;
    private final List<ColumnShape> children;

    private ColumnShape(Field field, ArrowType type, boolean required, List<ColumnShape> children) {
        this.field = field;
        this.type = type;
        this.layout = ColumnLayout.of(type);
        this.width = FixedWidths.of(type);
        this.required = required;
        this.children = List.copyOf(children);
    }

    /** The column of {@code field} in a batch of rows: indices, where it is dictionary-encoded. */
    static ColumnShape of(Field field) {
        if (field.getDictionary() == null) {
            return ofValues(field, !field.isNullable());
        }
        return new ColumnShape(field, field.getDictionary().getIndexType(), !field.isNullable(), List.of());
    }

    /** The column of {@code field}'s values, whether or not they are dictionary-encoded. */
    static ColumnShape ofValues(Field field, boolean required) {
        ArrowType type = ColumnLayout.storageOf(field.getType());
        List<ColumnShape> children = new ArrayList<>();
        for (Field child : field.getChildren()) {
            children.add(type instanceof ArrowType.Map ? ofEntries(child) : of(child));
        }
        return new ColumnShape(field, type, required, children);
    }

    /** The entries of a map: they and their keys are never null, whatever the schema says. */
    private static ColumnShape ofEntries(Field entries) {
        List<ColumnShape> children = new ArrayList<>();
        for (Field child : entries.getChildren()) {
            ColumnShape shape = of(child);
            boolean key = children.isEmpty();
            children.add(key ? new ColumnShape(child, shape.type, true, shape.children) : shape);
        }
        return new ColumnShape(entries, ColumnLayout.storageOf(entries.getType()), true, children);
    }

    /** The field as the schema has it. */
    Field field() {
        return field;
    }

    /** The type of what the buffers hold: the field's storage type, or the type of its dictionary's indices. */
    ArrowType type() {
        return type;
    }

    ColumnLayout layout() {
        return layout;
    }

    /** Bytes of a value with {@link ColumnLayout#FIXED}, values of a list with {@link ColumnLayout#FIXED_LIST}. */
    int width() {
        return width;
    }

    /** Whether no value may be null. */
    boolean required() {
        return required;
    }

    boolean isDictionaryEncoded() {
        return field.getDictionary() != null
                && children.isEmpty()
                && type == field.getDictionary().getIndexType();
    }

    List<ColumnShape> children() {
        return children;
    }
}
