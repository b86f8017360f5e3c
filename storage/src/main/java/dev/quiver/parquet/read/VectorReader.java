/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import org.apache.arrow.vector.FieldVector;

/** Fills the vectors of one column from what its leaf columns have taken. */
sealed interface VectorReader permits LeafReader, StructReader, ListReader, FixedListReader {
    /**
     * Fills {@code vector} and those within.
     *
     * @param count entries that there must be
     */
    void load(FieldVector vector, int count, VectorBuffers buffers) throws MalformedParquetException;

    /** The levels of the first leaf below. */
    LeafSlots slots();

    /** Refuses a column in which {@code actual} entries stand beside {@code count} of another. */
    default void check(int actual, int count) throws MalformedParquetException {
        if (actual != count) {
            throw slots().column()
                    .place()
                    .malformed("it has " + actual + " entries where the columns beside it have " + count);
        }
    }

    /** Which entries are not null, and how many entries there are. */
    final class Entries {
        private Entries() {}

        /**
         * Puts a 1 in {@code target} for every entry of {@code shape} that is not null, a 0 for a null.
         *
         * @return the entries
         */
        static int mark(Shape shape, LeafSlots slots, byte[] target) {
            byte[] existences = slots.existences();
            byte[] definitions = slots.definitions();
            byte[] repetitions = slots.repetitions();
            int slotCount = slots.count();
            int entryDefinition = shape.entryDefinition();
            int definition = shape.definition();
            boolean nested = slots.column().node().repetition() > shape.entryRepetition();
            int entries = 0;
            for (int slot = 0; slot < slotCount; slot++) {
                target[entries] = (byte) (definitions[slot] >= definition ? 1 : 0);
                boolean isEntry = existences[slot] >= entryDefinition
                        && (!nested || repetitions[slot] <= shape.entryRepetition());
                entries += isEntry ? 1 : 0;
            }
            return entries;
        }
    }
}
