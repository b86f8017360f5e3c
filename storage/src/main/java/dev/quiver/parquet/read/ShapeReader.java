/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * Which vectors the columns of a file become, after the rules of Parquet's LogicalTypes document, those for lists and
 * maps of older writers included.
 */
final class ShapeReader {
    private ShapeReader() {}

    /** The vectors of the columns {@code nodes} of the row. */
    static List<Shape> shapes(List<ParquetNode> nodes) {
        return shapes(nodes, 0, 0);
    }

    private static List<Shape> shapes(List<ParquetNode> nodes, int entryDefinition, int entryRepetition) {
        List<Shape> shapes = new ArrayList<>();
        for (ParquetNode node : nodes) {
            shapes.add(shape(node, entryDefinition, entryRepetition));
        }
        return shapes;
    }

    private static Shape shape(ParquetNode node, int entryDefinition, int entryRepetition) {
        if (node.repeated()) {
            // A list without a group around it, which can be empty but not null.
            Shape element = element(node, node);
            return list(node, entryDefinition, entryRepetition, false, element);
        }
        if (node.isLeaf()) {
            return leaf(node, entryDefinition, entryRepetition);
        }
        boolean hasRepeated =
                node.children().size() == 1 && node.children().get(0).repeated();
        if (hasRepeated && node.is(Annotation.Kind.LIST)) {
            return list(node, entryDefinition, entryRepetition, node.optional(), listElement(node));
        }
        if (hasRepeated
                && node.is(Annotation.Kind.MAP)
                && isEntries(node.children().get(0))) {
            return map(node, entryDefinition, entryRepetition);
        }
        return struct(node, node.optional(), entryDefinition, entryRepetition);
    }

    private static boolean isEntries(ParquetNode repeated) {
        return repeated.children().size() == 2
                && !repeated.children().get(0).repeated()
                && !repeated.children().get(1).repeated();
    }

    private static Shape leaf(ParquetNode node, int entryDefinition, int entryRepetition) {
        Field field = new Field(node.name(), LeafTypes.of(node, node.optional()), null);
        return new Shape(field, node, node.definition(), entryDefinition, entryRepetition, 0, List.of());
    }

    private static Shape struct(ParquetNode node, boolean nullable, int entryDefinition, int entryRepetition) {
        Field field = new Field(node.name(), new FieldType(nullable, ArrowType.Struct.INSTANCE, null), null);
        List<Shape> children = shapes(node.children(), entryDefinition, entryRepetition);
        return new Shape(field, node, node.definition(), entryDefinition, entryRepetition, 0, children);
    }

    private static Shape list(
            ParquetNode node, int entryDefinition, int entryRepetition, boolean nullable, Shape element) {
        Field field = new Field(node.name(), new FieldType(nullable, ArrowType.List.INSTANCE, null), null);
        int definition = node.repeated() ? node.definition() - 1 : node.definition();
        return new Shape(
                field, node, definition, entryDefinition, entryRepetition, element.entryDefinition(), List.of(element));
    }

    /** The element of a list: the child of the repeated group, or that group itself where there is no third level. */
    private static Shape listElement(ParquetNode list) {
        ParquetNode repeated = list.children().get(0);
        boolean isElement = repeated.isLeaf()
                || repeated.children().size() != 1
                || repeated.children().get(0).repeated()
                || repeated.name().equals("array")
                || repeated.name().equals(list.name() + "_tuple");
        return isElement
                ? element(repeated, repeated)
                : shape(repeated.children().get(0), repeated.definition(), repeated.repetition());
    }

    /** {@code node}, of which there are many, as what there are many of. */
    private static Shape element(ParquetNode node, ParquetNode repeated) {
        if (!node.isLeaf()) {
            return struct(node, false, repeated.definition(), repeated.repetition());
        }
        return leaf(node, repeated.definition(), repeated.repetition());
    }

    /** A map, or a list of pairs where keys can be null, which those of Arrow cannot. */
    private static Shape map(ParquetNode node, int entryDefinition, int entryRepetition) {
        ParquetNode repeated = node.children().get(0);
        if (repeated.children().get(0).optional()) {
            return list(node, entryDefinition, entryRepetition, node.optional(), element(repeated, repeated));
        }
        Shape key = shape(repeated.children().get(0), repeated.definition(), repeated.repetition());
        Shape value = shape(repeated.children().get(1), repeated.definition(), repeated.repetition());
        Field entriesField = new Field(repeated.name(), new FieldType(false, ArrowType.Struct.INSTANCE, null), null);
        Shape entries = new Shape(
                entriesField,
                repeated,
                repeated.definition(),
                repeated.definition(),
                repeated.repetition(),
                0,
                List.of(key, value));
        Field field = new Field(node.name(), new FieldType(node.optional(), new ArrowType.Map(false), null), null);
        return new Shape(
                field,
                node,
                node.definition(),
                entryDefinition,
                entryRepetition,
                repeated.definition(),
                List.of(entries));
    }
}
