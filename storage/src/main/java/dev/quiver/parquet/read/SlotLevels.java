/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** The levels of the slots of one leaf column that are decoded and not yet taken. */
final class SlotLevels {
    private final LevelDecoder repetitionDecoder;
    private final LevelDecoder definitionDecoder;

    /** Without content where there is only one level. */
    private byte[] repetitions = new byte[0];

    private byte[] definitions = new byte[0];
    private int count;

    SlotLevels(LevelDecoder repetitionDecoder, LevelDecoder definitionDecoder) {
        this.repetitionDecoder = repetitionDecoder;
        this.definitionDecoder = definitionDecoder;
    }

    /** Whether each row has one slot. */
    boolean isFlat() {
        return repetitionDecoder.max() == 0;
    }

    private boolean isAlwaysPresent() {
        return definitionDecoder.max() == 0;
    }

    /** Slots. */
    int count() {
        return count;
    }

    byte[] repetitions() {
        return repetitions;
    }

    byte[] definitions() {
        return definitions;
    }

    /** Decodes {@code more} slots. */
    void read(int more) throws MalformedParquetException {
        if (!isFlat()) {
            repetitions = LevelDecoder.grown(repetitions, count + more);
            repetitionDecoder.read(repetitions, count, more);
        }
        if (!isAlwaysPresent()) {
            definitions = LevelDecoder.grown(definitions, count + more);
            definitionDecoder.read(definitions, count, more);
        }
        count += more;
    }

    /** How many of the slots from {@code from} up to {@code to} begin a row. */
    int starts(int from, int to) {
        return isFlat() ? to - from : equal(repetitions, from, to, 0);
    }

    /** How many of the slots from {@code from} up to {@code to} have a value. */
    int present(int from, int to) {
        return isAlwaysPresent() ? to - from : equal(definitions, from, to, definitionDecoder.max());
    }

    /** How many of the slots from {@code from} up to {@code to} are defined less than {@code level}. */
    int below(int level, int from, int to) {
        int found = 0;
        for (int slot = from; slot < to; slot++) {
            found += definitions[slot] < level ? 1 : 0;
        }
        return found;
    }

    private static int equal(byte[] levels, int from, int to, int level) {
        int found = 0;
        for (int index = from; index < to; index++) {
            found += levels[index] == level ? 1 : 0;
        }
        return found;
    }

    /** The rows that are over before the first of the last {@code pending} slots with a value. */
    int rowsBeforeLast(int pending) {
        int slot = count;
        for (int left = pending; left > 0; ) {
            slot--;
            left -= isAlwaysPresent() || definitions[slot] == definitionDecoder.max() ? 1 : 0;
        }
        return isFlat() ? slot : starts(0, slot + 1) - 1;
    }

    /** The slots of the first {@code rows}. */
    int slotsOf(int rows) {
        if (isFlat()) {
            return rows;
        }
        int slot = 0;
        for (int starts = 0; slot < count; slot++) {
            starts += repetitions[slot] == 0 ? 1 : 0;
            if (starts > rows) {
                break;
            }
        }
        return slot;
    }

    /** Forgets the first {@code gone} slots. */
    void discard(int gone) {
        count -= gone;
        if (!isFlat()) {
            System.arraycopy(repetitions, gone, repetitions, 0, count);
        }
        if (!isAlwaysPresent()) {
            System.arraycopy(definitions, gone, definitions, 0, count);
        }
    }

    long retainedBytes() {
        return (long) repetitions.length + definitions.length;
    }
}
