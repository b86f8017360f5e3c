/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One leaf of a schema and the way down to it.
 *
 * @param ordinals which child to take: of the row, then of each struct on the way
 * @param writer writes the leaf's values
 */
record LeafColumn(List<Integer> ordinals, LeafWriter writer) {
    LeafColumn {
        ordinals = List.copyOf(ordinals);
    }

    /** The leaves of {@code schema} in the order of Parquet's columns. */
    static List<LeafColumn> of(Schema schema) {
        List<LeafColumn> leaves = new ArrayList<>();
        collect(schema.getFields(), List.of(), leaves);
        return leaves;
    }

    private static void collect(List<Field> children, List<Integer> above, List<LeafColumn> leaves) {
        for (int ordinal = 0; ordinal < children.size(); ordinal++) {
            List<Integer> ordinals = new ArrayList<>(above);
            ordinals.add(ordinal);
            Field field = children.get(ordinal);
            while (isList(field)) {
                field = field.getChildren().get(0);
            }
            if (field.getType() instanceof ArrowType.Struct) {
                collect(field.getChildren(), ordinals, leaves);
            } else {
                leaves.add(new LeafColumn(ordinals, LeafWriter.of(field.getType())));
            }
        }
    }

    private static boolean isList(Field field) {
        return field.getType() instanceof ArrowType.List || field.getType() instanceof ArrowType.Map;
    }

    /** Walks {@code levels} from the rows of {@code root} down to the leaf and returns the leaf's vector. */
    FieldVector descend(VectorSchemaRoot root, Levels levels, HeapCopy scratch) {
        FieldVector vector = root.getVector(ordinals.get(0));
        int depth = 1;
        int repetitionLevel = 0;
        while (true) {
            if (vector.getField().isNullable()) {
                scratch.copyBits(vector.getValidityBuffer(), levels.firstIndex(), levels.endIndex());
                levels.passOptional(scratch);
            }
            if (vector instanceof ListVector list) {
                int first = levels.firstIndex();
                int end = levels.endIndex();
                scratch.copyValues(list.getOffsetBuffer(), first, first < end ? end + 1 : first, Integer.BYTES);
                levels.passList(scratch, ++repetitionLevel);
                vector = list.getDataVector();
            } else if (vector instanceof StructVector struct) {
                vector = (FieldVector) struct.getChildByOrdinal(ordinals.get(depth++));
            } else {
                return vector;
            }
        }
    }
}
