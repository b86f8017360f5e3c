/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Which Parquet type each Arrow type becomes, after the Parquet format's LogicalTypes document: lists of every
 * kind and maps have three levels.
 */
final class ParquetTypes {
    private final WideDecimals wideDecimals;

    private ParquetTypes(WideDecimals wideDecimals) {
        this.wideDecimals = wideDecimals;
    }

    /**
     * The Parquet schema of rows of {@code schema}.
     *
     * @throws IllegalArgumentException if a column has no Parquet form; the message names it
     */
    static MessageType message(Schema schema, WideDecimals wideDecimals) {
        ParquetTypes types = new ParquetTypes(wideDecimals);
        List<Type> columns = new ArrayList<>();
        for (Field field : schema.getFields()) {
            columns.add(types.type(field.getName(), field));
        }
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a Parquet file needs at least one column but the schema has none");
        }
        return new MessageType("row", columns);
    }

    private Type type(String path, Field field) {
        Repetition repetition = field.isNullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
        ArrowType type = field.getType();
        if (field.getDictionary() != null) {
            throw new IllegalArgumentException("column '" + path + "' holds indexes into an Arrow dictionary,"
                    + " which its values do not come with: decode it first");
        }
        return switch (type.getTypeID()) {
            case List, LargeList, FixedSizeList -> list(path, repetition, field);
            case Map -> map(path, repetition, field);
            case Struct -> group(path, repetition, field);
            default -> LeafTypes.leaf(path, repetition, field, wideDecimals);
        };
    }

    private Type list(String path, Repetition repetition, Field field) {
        Type element = type(path + ".element", renamed(field.getChildren().get(0), "element"));
        return Types.list(repetition).element(element).named(field.getName());
    }

    private Type map(String path, Repetition repetition, Field field) {
        List<Field> entry = field.getChildren().get(0).getChildren();
        Type key = type(path + ".key", renamed(entry.get(0), "key"));
        Type value = type(path + ".value", renamed(entry.get(1), "value"));
        return Types.map(repetition).key(key).value(value).named(field.getName());
    }

    private Type group(String path, Repetition repetition, Field field) {
        if (field.getChildren().isEmpty()) {
            throw new IllegalArgumentException(
                    "column '" + path + "': Parquet has no struct without fields, drop the column");
        }
        Types.GroupBuilder<? extends Type> group = Types.buildGroup(repetition);
        for (Field child : field.getChildren()) {
            group.addField(type(path + "." + child.getName(), child));
        }
        return group.named(field.getName());
    }

    private static Field renamed(Field field, String name) {
        return new Field(name, field.getFieldType(), field.getChildren());
    }
}
