/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Makes the readers of the vectors of a schema, and the leaf columns that they read from. */
final class VectorReaders {
    private static final int SLOT_BYTES = 24;

    private final Place file;
    private final LeafColumn.ReadContext context;
    private final Set<Integer> encoded;
    private final List<LeafReader> leaves = new ArrayList<>();

    private VectorReaders(Place file, LeafColumn.ReadContext context, Set<Integer> encoded) {
        this.file = file;
        this.context = context;
        this.encoded = encoded;
    }

    /**
     * The readers of a schema.
     *
     * @param leaves those of the leaf columns, in the order of the file
     * @param vectors one reader for each column of the row
     */
    record Readers(List<LeafReader> leaves, List<VectorReader> vectors) {
        Readers {
            leaves = List.copyOf(leaves);
            vectors = List.copyOf(vectors);
        }

        List<LeafColumn> columns() {
            return leaves.stream().map(leaf -> leaf.slots().column()).toList();
        }
    }

    /** The readers of {@code shapes} in {@code file}, with the leaf columns {@code encoded} as ids of dictionaries. */
    static Readers of(List<Shape> shapes, Place file, LeafColumn.ReadContext context, Set<Integer> encoded) {
        VectorReaders readers = new VectorReaders(file, context, encoded);
        List<VectorReader> vectors = new ArrayList<>();
        for (Shape shape : shapes) {
            vectors.add(readers.reader(shape, List.of()));
        }
        return new Readers(readers.leaves, vectors);
    }

    private VectorReader reader(Shape shape, List<LeafSlots.FixedList> above) {
        if (shape.children().isEmpty()) {
            return leaf(shape, above);
        }
        if (shape.field().getType() instanceof ArrowType.FixedSizeList list) {
            List<LeafSlots.FixedList> within = new ArrayList<>(above);
            within.add(new LeafSlots.FixedList(shape, list.getListSize()));
            VectorReader element = reader(shape.children().get(0), within);
            return new FixedListReader(shape, element.slots(), list.getListSize(), element);
        }
        if (shape.isList()) {
            VectorReader element = reader(shape.children().get(0), above);
            boolean isLarge = shape.field().getType() instanceof ArrowType.LargeList;
            return new ListReader(shape, element.slots(), isLarge ? Long.BYTES : Integer.BYTES, element);
        }
        List<VectorReader> children = new ArrayList<>();
        for (Shape child : shape.children()) {
            children.add(reader(child, above));
        }
        return new StructReader(shape, children.get(0).slots(), children);
    }

    private VectorReader leaf(Shape shape, List<LeafSlots.FixedList> above) {
        ParquetNode node = shape.node();
        LeafPlan plan = LeafPlan.of(node, shape.field().getType());
        PhysicalType physical = node.physical();
        if (plan == null || physical == null) {
            throw new IllegalStateException("no way to read " + node + " as " + shape.field());
        }
        Place place = file.column(node.path());
        FixedConversion conversion = plan.conversion();
        LeafValues values =
                conversion == null ? bytes(node, place) : new FixedValues(node, physical, conversion, place);
        LeafColumn column = new LeafColumn(node, values, absence(above), place, context);
        LeafSlots slots = new LeafSlots(column, above);
        LeafReader reader = new LeafReader(shape, slots, LeafFill.of(plan, values));
        leaves.add(reader);
        return reader;
    }

    private LeafValues bytes(ParquetNode node, Place place) {
        return encoded.contains(node.leaf()) ? new EncodedValues(place) : new BinaryValues(place);
    }

    private static LeafColumn.Absence absence(List<LeafSlots.FixedList> above) {
        if (above.isEmpty()) {
            return LeafColumn.Absence.NONE;
        }
        long bytes = SLOT_BYTES;
        int level = 0;
        for (LeafSlots.FixedList list : above) {
            bytes = Math.min(Integer.MAX_VALUE, bytes * list.length());
            level = list.shape().elementDefinition();
        }
        return new LeafColumn.Absence(level, bytes);
    }
}
