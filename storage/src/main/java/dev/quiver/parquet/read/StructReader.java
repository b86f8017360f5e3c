/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * Fills structs.
 *
 * @param slots those of the first leaf below
 * @param children the fields
 */
record StructReader(Shape shape, LeafSlots slots, List<VectorReader> children) implements VectorReader {
    StructReader {
        children = List.copyOf(children);
    }

    @Override
    public void load(FieldVector vector, int count, VectorBuffers buffers) throws MalformedParquetException {
        if (shape.field().isNullable()) {
            byte[] present = buffers.presence(slots.count());
            check(Entries.mark(shape, slots, present), count);
            buffers.addBits(present, count);
        } else {
            buffers.addOnes(count);
        }
        buffers.load(vector, count);
        List<FieldVector> vectors = vector.getChildrenFromFields();
        for (int child = 0; child < vectors.size(); child++) {
            children.get(child).load(vectors.get(child), count, buffers);
        }
    }
}
