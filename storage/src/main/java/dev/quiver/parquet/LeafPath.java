/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One leaf of a schema and the way down to it.
 *
 * @param steps from the column of the row down to the leaf, both included
 * @param leaf the leaf's field
 */
record LeafPath(List<Step> steps, Field leaf) {
    /**
     * One vector on the way.
     *
     * @param ordinal which child of the struct above, or of the row, this vector is; of a list there is only one
     * @param nullable whether the vector may have nulls
     * @param lists how the vector's lists are laid out, null if it is no list
     */
    record Step(int ordinal, boolean nullable, @Nullable ListLayout lists) {}

    LeafPath {
        steps = List.copyOf(steps);
    }

    /** The leaves of {@code schema} in the order of Parquet's columns. */
    static List<LeafPath> of(Schema schema) {
        List<LeafPath> leaves = new ArrayList<>();
        collect(schema.getFields(), List.of(), leaves);
        return leaves;
    }

    private static void collect(List<Field> children, List<Step> above, List<LeafPath> leaves) {
        for (int ordinal = 0; ordinal < children.size(); ordinal++) {
            Field field = children.get(ordinal);
            ListLayout lists = listLayout(field.getType());
            List<Step> steps = new ArrayList<>(above);
            steps.add(new Step(ordinal, field.isNullable(), lists));
            if (lists != null || field.getType() instanceof ArrowType.Struct) {
                collect(field.getChildren(), steps, leaves);
            } else {
                leaves.add(new LeafPath(steps, field));
            }
        }
    }

    private static @Nullable ListLayout listLayout(ArrowType type) {
        if (type instanceof ArrowType.List || type instanceof ArrowType.Map) {
            return ListLayout.NARROW;
        }
        if (type instanceof ArrowType.LargeList) {
            return ListLayout.WIDE;
        }
        return type instanceof ArrowType.FixedSizeList list ? ListLayout.fixed(list.getListSize()) : null;
    }

    /** The vectors of {@code root} on the way down, one for each step. */
    List<FieldVector> vectors(VectorSchemaRoot root) {
        List<FieldVector> vectors = new ArrayList<>(steps.size());
        FieldVector vector = root.getVector(steps.get(0).ordinal());
        vectors.add(vector);
        for (Step step : steps.subList(1, steps.size())) {
            vector = vector instanceof StructVector struct
                    ? (FieldVector) struct.getChildByOrdinal(step.ordinal())
                    : vector.getChildrenFromFields().get(0);
            vectors.add(vector);
        }
        return vectors;
    }

    /** Walks the slots of {@code scratch} from the rows {@code from} up to {@code to} down to the leaf. */
    void descend(List<FieldVector> vectors, int from, int to, EncodingScratch scratch) {
        Slots slots = scratch.slots();
        slots.start(from, to);
        int repetitionLevel = 0;
        for (int depth = 0; depth < steps.size(); depth++) {
            Step step = steps.get(depth);
            FieldVector vector = vectors.get(depth);
            if (step.nullable()) {
                passOptional(vector, scratch);
            }
            if (step.lists() != null) {
                ListRanges ranges = scratch.ranges();
                ranges.read(
                        step.lists(),
                        offsets(step.lists(), vector),
                        slots.firstIndex(),
                        slots.endIndex(),
                        scratch.fixed());
                slots.passList(ranges, ++repetitionLevel);
            }
        }
        slots.finish();
    }

    private static void passOptional(FieldVector vector, EncodingScratch scratch) {
        Slots slots = scratch.slots();
        if (vector instanceof NullVector) {
            slots.passNulls();
            return;
        }
        HeapCopy validity = scratch.fixed();
        validity.copyBits(vector.getValidityBuffer(), slots.firstIndex(), slots.endIndex());
        slots.passOptional(validity);
    }

    /** Lists of a fixed length have no offsets; any buffer will do for them. */
    private static ArrowBuf offsets(ListLayout lists, FieldVector vector) {
        return lists.width() == 0 ? vector.getValidityBuffer() : vector.getOffsetBuffer();
    }

    /**
     * Where in the leaf the values of the rows before {@code row} end, counting what lies under nulls.
     *
     * @param row may be one past the last row
     */
    int leafIndex(List<FieldVector> vectors, int row) {
        int index = row;
        for (int depth = 0; depth < steps.size(); depth++) {
            ListLayout lists = steps.get(depth).lists();
            if (lists != null) {
                // A vector without lists may come without offsets.
                index = index == 0 ? 0 : lists.offset(offsets(lists, vectors.get(depth)), index);
            }
        }
        return index;
    }
}
