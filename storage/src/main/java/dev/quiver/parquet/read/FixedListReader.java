/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.arrow.vector.FieldVector;

/**
 * Fills lists of a fixed length, which in the file are lists like any other.
 *
 * @param slots those of the first leaf below
 * @param length of every list
 */
record FixedListReader(Shape shape, LeafSlots slots, int length, VectorReader element) implements VectorReader {
    @Override
    public void load(FieldVector vector, int count, VectorBuffers buffers) throws MalformedParquetException {
        byte[] present = buffers.presence(slots.count());
        check(Entries.mark(shape, slots, present), count);
        if (shape.field().isNullable()) {
            buffers.addBits(present, count);
        } else {
            buffers.addOnes(count);
        }
        checkLengths();
        buffers.load(vector, count);
        element.load(vector.getChildrenFromFields().get(0), count * length, buffers);
    }

    private void checkLengths() throws MalformedParquetException {
        byte[] existences = slots.existences();
        byte[] repetitions = slots.repetitions();
        int elements = length;
        for (int slot = 0; slot < slots.count(); slot++) {
            if (repetitions[slot] <= shape.entryRepetition() && existences[slot] >= shape.entryDefinition()) {
                checkLength(elements);
                elements = 0;
            }
            boolean isElement = repetitions[slot] <= shape.entryRepetition() + 1;
            elements += isElement && existences[slot] >= shape.elementDefinition() ? 1 : 0;
        }
        checkLength(elements);
    }

    private void checkLength(int elements) throws MalformedParquetException {
        if (elements != length) {
            throw slots.column()
                    .place()
                    .malformed("a list has " + elements + " elements, but " + length
                            + " after the Arrow schema in the footer");
        }
    }
}
