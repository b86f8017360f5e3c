/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.arrow.vector.FieldVector;

/**
 * Fills lists and maps.
 *
 * @param slots those of the first leaf below
 * @param offsetBytes 4 or 8
 * @param element of a map, the struct of its entries
 */
record ListReader(Shape shape, LeafSlots slots, int offsetBytes, VectorReader element) implements VectorReader {
    @Override
    public void load(FieldVector vector, int count, VectorBuffers buffers) throws MalformedParquetException {
        if (shape.field().isNullable()) {
            byte[] present = buffers.presence(slots.count());
            check(Entries.mark(shape, slots, present), count);
            buffers.addBits(present, count);
        } else {
            buffers.addOnes(count);
        }
        byte[] offsets = buffers.scratch((slots.count() + 1L) * offsetBytes);
        int entryCount = (offsetBytes == Integer.BYTES ? narrow(offsets) : wide(offsets)) / offsetBytes;
        check(entryCount, count);
        int elementCount = LittleEndian.intAt(offsets, count * offsetBytes);
        buffers.add(offsets, (count + 1) * offsetBytes);
        buffers.load(vector, count);
        element.load(vector.getChildrenFromFields().get(0), elementCount, buffers);
    }

    /**
     * Each entry's offset is how many elements there are before it.
     *
     * @return where the last one is, which ends the last entry
     */
    private int narrow(byte[] offsets) {
        byte[] existences = slots.existences();
        byte[] repetitions = slots.repetitions();
        int slotCount = slots.count();
        int entryDefinition = shape.entryDefinition();
        int elementDefinition = shape.elementDefinition();
        int repetition = shape.entryRepetition();
        int at = 0;
        int elements = 0;
        for (int slot = 0; slot < slotCount; slot++) {
            int existence = existences[slot];
            int repeated = repetitions[slot];
            LittleEndian.putInt(offsets, at, elements);
            at += repeated <= repetition && existence >= entryDefinition ? Integer.BYTES : 0;
            elements += repeated <= repetition + 1 && existence >= elementDefinition ? 1 : 0;
        }
        LittleEndian.putInt(offsets, at, elements);
        return at;
    }

    private int wide(byte[] offsets) {
        byte[] existences = slots.existences();
        byte[] repetitions = slots.repetitions();
        int at = 0;
        long elements = 0;
        for (int slot = 0; slot < slots.count(); slot++) {
            boolean isHere = repetitions[slot] <= shape.entryRepetition();
            LittleEndian.putLong(offsets, at, elements);
            at += isHere && existences[slot] >= shape.entryDefinition() ? Long.BYTES : 0;
            boolean isElement = repetitions[slot] <= shape.entryRepetition() + 1;
            elements += isElement && existences[slot] >= shape.elementDefinition() ? 1 : 0;
        }
        LittleEndian.putLong(offsets, at, elements);
        return at;
    }
}
