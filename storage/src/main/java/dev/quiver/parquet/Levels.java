/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/**
 * Repetition and definition levels of one leaf column for a run of rows, worked out from the row down to the leaf. A
 * slot is one entry of the column chunk: a value, or the place where an ancestor is null or empty. Reused for every
 * column.
 */
final class Levels {
    /** Slots without a value point here. */
    static final int ABSENT = -1;

    private int count;
    /** Where each slot's value is in the vector reached so far, ascending; or {@link #ABSENT}. */
    private int[] index = new int[1024];

    private int[] repetition = new int[1024];
    private int[] definition = new int[1024];
    private int[] spareIndex = new int[1024];
    private int[] spareRepetition = new int[1024];
    private int[] spareDefinition = new int[1024];

    /** One slot for each row from {@code from} up to {@code to}. */
    void start(int from, int to) {
        count = to - from;
        ensureCapacity(count);
        for (int slot = 0; slot < count; slot++) {
            index[slot] = from + slot;
        }
        Arrays.fill(repetition, 0, count, 0);
        Arrays.fill(definition, 0, count, 0);
    }

    /** Passes an optional column: a value that is there is one level more defined, a null ends its slot. */
    void passOptional(HeapCopy validity) {
        for (int slot = 0; slot < count; slot++) {
            int at = index[slot];
            if (at == ABSENT) {
                continue;
            }
            if (validity.isBitSet(at)) {
                definition[slot]++;
            } else {
                index[slot] = ABSENT;
            }
        }
    }

    /** Passes a list: every element gets a slot of its own, an empty list ends its slot. */
    void passList(HeapCopy offsets, int repetitionLevel) {
        int expanded = 0;
        for (int slot = 0; slot < count; slot++) {
            int at = index[slot];
            int start = at == ABSENT ? 0 : offsets.intAt(at);
            int length = at == ABSENT ? 0 : offsets.intAt(at + 1) - start;
            ensureSpareCapacity(expanded + Math.max(length, 1));
            spareRepetition[expanded] = repetition[slot];
            if (length == 0) {
                spareIndex[expanded] = ABSENT;
                spareDefinition[expanded++] = definition[slot];
                continue;
            }
            int first = expanded;
            for (int element = 0; element < length; element++) {
                spareIndex[expanded] = start + element;
                spareDefinition[expanded++] = definition[slot] + 1;
            }
            Arrays.fill(spareRepetition, first + 1, expanded, repetitionLevel);
        }
        swap(expanded);
    }

    private void swap(int newCount) {
        int[] oldIndex = index;
        int[] oldRepetition = repetition;
        int[] oldDefinition = definition;
        index = spareIndex;
        repetition = spareRepetition;
        definition = spareDefinition;
        spareIndex = oldIndex;
        spareRepetition = oldRepetition;
        spareDefinition = oldDefinition;
        count = newCount;
    }

    int count() {
        return count;
    }

    int index(int slot) {
        return index[slot];
    }

    int repetition(int slot) {
        return repetition[slot];
    }

    int definition(int slot) {
        return definition[slot];
    }

    /** The first value's index in the vector reached so far, or 0 when no slot has one. */
    int firstIndex() {
        for (int slot = 0; slot < count; slot++) {
            if (index[slot] != ABSENT) {
                return index[slot];
            }
        }
        return 0;
    }

    /** One past the last value's index in the vector reached so far, or 0 when no slot has one. */
    int endIndex() {
        for (int slot = count - 1; slot >= 0; slot--) {
            if (index[slot] != ABSENT) {
                return index[slot] + 1;
            }
        }
        return 0;
    }

    private void ensureCapacity(int needed) {
        if (needed > index.length) {
            int length = Math.max(needed, index.length * 2);
            index = Arrays.copyOf(index, length);
            repetition = Arrays.copyOf(repetition, length);
            definition = Arrays.copyOf(definition, length);
        }
    }

    private void ensureSpareCapacity(int needed) {
        if (needed > spareIndex.length) {
            int length = Math.max(needed, spareIndex.length * 2);
            spareIndex = Arrays.copyOf(spareIndex, length);
            spareRepetition = Arrays.copyOf(spareRepetition, length);
            spareDefinition = Arrays.copyOf(spareDefinition, length);
        }
    }
}
