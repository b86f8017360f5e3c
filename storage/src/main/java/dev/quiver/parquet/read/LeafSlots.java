/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.List;

/**
 * The levels of the slots that one leaf column gives to a batch. Where a list of a fixed length is null, Parquet has
 * one slot, but Arrow as many elements as the list is long: such slots are multiplied here.
 */
final class LeafSlots {
    private final LeafColumn column;
    private final List<FixedList> fixedLists;

    private byte[] definitions = new byte[0];
    private byte[] existences = new byte[0];
    private byte[] repetitions = new byte[0];
    private int count;

    /** The slots of {@code column}, below {@code fixedLists}, outer ones first. */
    LeafSlots(LeafColumn column, List<FixedList> fixedLists) {
        this.column = column;
        this.fixedLists = List.copyOf(fixedLists);
    }

    /**
     * A list of a fixed length on the way down to a leaf.
     *
     * @param shape the list
     * @param length of every list
     */
    record FixedList(Shape shape, int length) {}

    /** Looks at what the column has taken now. */
    void refresh() throws MalformedParquetException {
        definitions = column.levels().definitions();
        existences = definitions;
        repetitions = column.levels().repetitions();
        count = column.takenSlots();
        for (FixedList list : fixedLists) {
            multiply(list);
        }
    }

    private void multiply(FixedList list) throws MalformedParquetException {
        Shape shape = list.shape();
        long needed = count;
        for (int slot = 0; slot < count; slot++) {
            needed += isWithoutElements(shape, slot) ? list.length() - 1 : 0;
        }
        if (needed == count) {
            return;
        }
        if (needed > Integer.MAX_VALUE / Long.BYTES) {
            throw column.place().malformed("its lists of fixed length have " + needed + " elements in one batch");
        }
        byte[] newDefinitions = new byte[(int) needed + LittleEndian.PADDING];
        byte[] newExistences = new byte[(int) needed + LittleEndian.PADDING];
        byte[] newRepetitions = new byte[(int) needed + LittleEndian.PADDING];
        int target = 0;
        for (int slot = 0; slot < count; slot++) {
            boolean isWithout = isWithoutElements(shape, slot);
            int copies = isWithout ? list.length() : 1;
            for (int copy = 0; copy < copies; copy++) {
                newDefinitions[target] = definitions[slot];
                newExistences[target] = isWithout ? (byte) shape.elementDefinition() : existences[slot];
                newRepetitions[target] = copy == 0 ? repetitions[slot] : (byte) (shape.entryRepetition() + 1);
                target++;
            }
        }
        definitions = newDefinitions;
        existences = newExistences;
        repetitions = newRepetitions;
        count = target;
    }

    private boolean isWithoutElements(Shape shape, int slot) {
        return existences[slot] < shape.elementDefinition()
                && existences[slot] >= shape.entryDefinition()
                && repetitions[slot] <= shape.entryRepetition();
    }

    /** Whether every slot is one that the column has. */
    boolean isPlain() {
        return fixedLists.isEmpty();
    }

    LeafColumn column() {
        return column;
    }

    /** How far down each slot is there, nulls included: which entries it stands for. */
    byte[] existences() {
        return existences;
    }

    /** How far down each slot is not null. */
    byte[] definitions() {
        return definitions;
    }

    byte[] repetitions() {
        return repetitions;
    }

    int count() {
        return count;
    }
}
