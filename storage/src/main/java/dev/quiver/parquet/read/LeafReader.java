/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.arrow.vector.FieldVector;

/**
 * Fills vectors without children.
 *
 * @param values puts the values of the leaf into buffers
 */
record LeafReader(Shape shape, LeafSlots slots, LeafFill values) implements VectorReader {
    @Override
    public void load(FieldVector vector, int count, VectorBuffers buffers) throws MalformedParquetException {
        int valueCount = slots.column().takenValues();
        byte[] present = present(buffers, count);
        boolean isDense = valueCount == count;
        values.check(valueCount, slots.column().place());
        if (values.hasValidity()) {
            if (isDense || !shape.field().isNullable()) {
                buffers.addOnes(count);
            } else {
                buffers.addBits(present, count);
            }
        }
        values.add(isDense ? LeafFill.DENSE : present, count, valueCount, buffers);
        buffers.load(vector, count);
    }

    /** A 1 for each entry with a value, a 0 for a null. */
    private byte[] present(VectorBuffers buffers, int count) throws MalformedParquetException {
        int max = shape.definition();
        if (max == shape.entryDefinition() && max > 0 && slots.isPlain()) {
            // Every element has a value.
            check(slots.column().takenValues(), count);
            return LeafFill.DENSE;
        }
        if (max == 0) {
            check(slots.count(), count);
            return LeafFill.DENSE;
        }
        if (max == 1 && shape.entryDefinition() == 0) {
            check(slots.count(), count);
            return slots.definitions();
        }
        byte[] present = buffers.presence(slots.count());
        check(Entries.mark(shape, slots, present), count);
        return present;
    }
}
