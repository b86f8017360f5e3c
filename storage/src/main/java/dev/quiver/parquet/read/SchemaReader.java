/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/** Makes a tree of the list of elements that is a schema in a footer. */
final class SchemaReader {
    private final List<SchemaElement> elements;
    private final ReadLimits limits;
    private final Place place;
    private final List<ParquetNode> leaves = new ArrayList<>();
    private int next;

    private SchemaReader(List<SchemaElement> elements, ReadLimits limits, Place place) {
        this.elements = elements;
        this.limits = limits;
        this.place = place;
    }

    /**
     * A file's schema.
     *
     * @param columns those of the row
     * @param leaves all leaf columns in the order of the file
     */
    record FileSchema(List<ParquetNode> columns, List<ParquetNode> leaves) {
        FileSchema {
            columns = List.copyOf(columns);
            leaves = List.copyOf(leaves);
        }
    }

    /** The schema that {@code elements} are, the row first. */
    static FileSchema read(List<SchemaElement> elements, ReadLimits limits, Place place)
            throws MalformedParquetException {
        if (elements.size() > limits.columnsMax()) {
            throw place.malformed("its schema has " + elements.size() + " columns and groups, more than the "
                    + limits.columnsMax() + " allowed");
        }
        SchemaReader reader = new SchemaReader(elements, limits, place);
        SchemaElement row = reader.element("the row");
        List<ParquetNode> columns = reader.children(row, "", 0, 0, 1);
        if (reader.next != elements.size()) {
            throw place.malformed("its schema has " + (elements.size() - reader.next) + " elements too many");
        }
        return new FileSchema(columns, reader.leaves);
    }

    private SchemaElement element(String path) throws MalformedParquetException {
        if (next >= elements.size()) {
            throw place.malformed("its schema ends before '" + path + "'");
        }
        return elements.get(next++);
    }

    private List<ParquetNode> children(SchemaElement group, String path, int definition, int repetition, int depth)
            throws MalformedParquetException {
        int count = group.isSetNum_children() ? group.getNum_children() : 0;
        if (count < 0 || count > elements.size() - next) {
            throw place.malformed("its schema has a group '" + path + "' of " + count + " columns");
        }
        if (depth > limits.nestingMax()) {
            throw place.malformed("its schema is nested deeper than the " + limits.nestingMax() + " levels allowed");
        }
        List<ParquetNode> children = new ArrayList<>(count);
        Set<String> names = new HashSet<>();
        for (int child = 0; child < count; child++) {
            ParquetNode node = node(element(path), path, definition, repetition, depth);
            if (!names.add(node.name())) {
                throw place.malformed("its schema has two columns '" + node.path() + "'");
            }
            children.add(node);
        }
        return children;
    }

    private ParquetNode node(SchemaElement element, String above, int definition, int repetition, int depth)
            throws MalformedParquetException {
        String path = above.isEmpty() ? element.getName() : above + "." + element.getName();
        FieldRepetitionType kind = element.getRepetition_type();
        if (kind == null) {
            throw place.malformed("its schema does not say how often '" + path + "' is there");
        }
        boolean optional = kind == FieldRepetitionType.OPTIONAL;
        boolean repeated = kind == FieldRepetitionType.REPEATED;
        int ownDefinition = definition + (optional || repeated ? 1 : 0);
        int ownRepetition = repetition + (repeated ? 1 : 0);
        PhysicalType physical = physical(element, path);
        List<ParquetNode> children =
                physical == null ? children(element, path, ownDefinition, ownRepetition, depth + 1) : List.of();
        ParquetNode node = new ParquetNode(
                element.getName(),
                path,
                optional,
                repeated,
                physical,
                physical == null ? 0 : width(element, physical, path),
                Annotation.of(element),
                children,
                ownDefinition,
                ownRepetition,
                physical == null ? -1 : leaves.size());
        if (physical == null) {
            return node;
        }
        ParquetNode leaf = LeafTypes.isAnnotationFitting(node) ? node : node.withoutAnnotation();
        leaves.add(leaf);
        return leaf;
    }

    private @Nullable PhysicalType physical(SchemaElement element, String path) throws MalformedParquetException {
        boolean isGroup = element.isSetNum_children() && element.getNum_children() > 0;
        if (element.isSetType() == isGroup) {
            throw place.malformed("its schema has '" + path + "', which is "
                    + (isGroup ? "a group with a type" : "neither a group nor has it a type"));
        }
        return isGroup ? null : PhysicalType.of(element.getType());
    }

    private int width(SchemaElement element, PhysicalType physical, String path) throws MalformedParquetException {
        if (physical != PhysicalType.FIXED_LEN_BYTE_ARRAY) {
            return physical.width();
        }
        int width = element.getType_length();
        if (width < 1 || width > limits.pageBytesMax()) {
            throw place.malformed("its schema has '" + path + "' with values of " + width + " bytes");
        }
        return width;
    }
}
