/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * One vector of a batch, with what levels say about its entries. An entry exists at every slot of a leaf below whose
 * repetition level is at most {@code entryRepetition} and whose definition level is at least {@code entryDefinition}.
 *
 * @param field the vector's field without its children
 * @param node the column or group it is read from; of a list, the group around it
 * @param definition the definition level from which on an entry is not null
 * @param entryDefinition the definition level of the list around, 0 if there is none
 * @param entryRepetition the repetition level of the list around, 0 if there is none
 * @param elementDefinition of a list or map, the definition level from which on it has an element
 * @param children of a struct its fields, of a list its element, of a map the struct of its entries
 */
record Shape(
        Field field,
        ParquetNode node,
        int definition,
        int entryDefinition,
        int entryRepetition,
        int elementDefinition,
        List<Shape> children) {
    Shape {
        children = List.copyOf(children);
    }

    /** The field with those of the children, with the leaf columns {@code encoded} as ids of dictionaries. */
    Field fieldTree(Set<Integer> encoded) {
        if (children.isEmpty() && encoded.contains(node.leaf())) {
            FieldType type =
                    new FieldType(field.isNullable(), encoding().getIndexType(), encoding(), field.getMetadata());
            return new Field(field.getName(), type, null);
        }
        List<Field> fields =
                children.stream().map(child -> child.fieldTree(encoded)).toList();
        return new Field(field.getName(), field.getFieldType(), fields);
    }

    /** How a leaf column refers to its dictionary. */
    DictionaryEncoding encoding() {
        return new DictionaryEncoding(node.leaf(), false, new ArrowType.Int(Integer.SIZE, true));
    }

    boolean isList() {
        return elementDefinition > 0;
    }

    private Shape with(Field newField, List<Shape> newChildren) {
        return new Shape(newField, node, definition, entryDefinition, entryRepetition, elementDefinition, newChildren);
    }

    /** The leaf columns, in the order of the file. */
    List<ParquetNode> leaves() {
        return leafShapes().map(Shape::node).toList();
    }

    /** What they become. */
    Stream<Shape> leafShapes() {
        return children.isEmpty() ? Stream.of(this) : children.stream().flatMap(Shape::leafShapes);
    }

    /** What remains of this when only {@code wanted} leaves are read; null if nothing does. Maps remain as a whole. */
    @Nullable
    Shape projected(Set<Integer> wanted) {
        if (children.isEmpty()) {
            return wanted.contains(node.leaf()) ? this : null;
        }
        if (field.getType() instanceof ArrowType.Map) {
            boolean any = leaves().stream().anyMatch(leaf -> wanted.contains(leaf.leaf()));
            return any ? this : null;
        }
        List<Shape> kept = new ArrayList<>();
        for (Shape child : children) {
            Shape projected = child.projected(wanted);
            if (projected != null) {
                kept.add(projected);
            }
        }
        return kept.isEmpty() ? null : with(field, kept);
    }

    /**
     * This with the names, types and metadata of {@code original}, the field that was written; null if what is in the
     * file cannot be read as that.
     */
    @Nullable
    Shape restored(Field original) {
        if (children.isEmpty()) {
            return restoredLeaf(original);
        }
        if (!isSameKind(original.getType()) || original.getChildren().size() != children.size()) {
            return null;
        }
        List<Shape> restored = new ArrayList<>();
        for (int index = 0; index < children.size(); index++) {
            Shape child = children.get(index);
            Field originalChild = original.getChildren().get(index);
            boolean isNamed = field.getType() instanceof ArrowType.Struct && entriesNameThemselves();
            if (isNamed && !child.field.getName().equals(originalChild.getName())) {
                return null;
            }
            Shape restoredChild = child.restored(originalChild);
            if (restoredChild == null) {
                return null;
            }
            restored.add(restoredChild);
        }
        return with(like(original), restored);
    }

    /** The struct of a map's entries has names of its own in every library. */
    private boolean entriesNameThemselves() {
        return !node.repeated();
    }

    private boolean isSameKind(ArrowType type) {
        return switch (type.getTypeID()) {
            case List, LargeList -> field.getType() instanceof ArrowType.List;
            case FixedSizeList ->
                field.getType() instanceof ArrowType.List && ((ArrowType.FixedSizeList) type).getListSize() > 0;
            case Map -> field.getType() instanceof ArrowType.Map;
            case Struct -> field.getType() instanceof ArrowType.Struct;
            default -> false;
        };
    }

    private @Nullable Shape restoredLeaf(Field original) {
        boolean isReadable = original.getChildren().isEmpty() && LeafPlan.of(node, original.getType()) != null;
        return isReadable ? with(like(original), children) : null;
    }

    /** Whether there can be nulls is for the file to say. */
    private Field like(Field original) {
        FieldType type = new FieldType(field.isNullable(), original.getType(), null, original.getMetadata());
        return new Field(original.getName(), type, null);
    }
}
