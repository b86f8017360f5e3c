/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.Arrays;

/**
 * Repetition and definition levels of one leaf column for a run of rows, worked out from the row down to the leaf. A
 * slot is one entry of the column chunk: a value, or the place where an ancestor is null or empty. As long as every
 * slot has a value and the values lie one behind the other, nothing is done for the single slot. Reused for all leaves.
 */
final class Slots {
    /** Slots without a value point here. */
    private static final int ABSENT = -1;

    private int count;
    /** Whether slot {@code n} has the value at {@code first + n} and all slots are {@link #level} times defined. */
    private boolean contiguous;

    private int first;
    private int level;
    private boolean repeated;

    private int[] index = new int[0];
    private byte[] definition = new byte[0];
    private byte[] repetition = new byte[0];
    private int[] spareIndex = new int[0];
    private byte[] spareDefinition = new byte[0];
    private byte[] spareRepetition = new byte[0];

    private int[] present = new int[0];
    private int valueCount;

    /** One slot for each row from {@code from} up to {@code to}. */
    void start(int from, int to) {
        count = to - from;
        first = from;
        level = 0;
        contiguous = true;
        repeated = false;
    }

    /** The first value's index in the vector reached so far, or 0 when no slot has one. */
    int firstIndex() {
        if (contiguous) {
            return first;
        }
        for (int slot = 0; slot < count; slot++) {
            if (index[slot] != ABSENT) {
                return index[slot];
            }
        }
        return 0;
    }

    /** One past the last value's index in the vector reached so far, or 0 when no slot has one. */
    int endIndex() {
        if (contiguous) {
            return first + count;
        }
        for (int slot = count - 1; slot >= 0; slot--) {
            if (index[slot] != ABSENT) {
                return index[slot] + 1;
            }
        }
        return 0;
    }

    /** Passes an optional column: a value that is there is one level more defined, a null ends its slot. */
    void passOptional(HeapCopy validity) {
        if (!contiguous) {
            passOptionalScattered(validity);
            return;
        }
        if (validity.setBitCount(first, first + count) == count) {
            level++;
            return;
        }
        scatter();
        passOptionalScattered(validity);
    }

    /** Passes a column that only has nulls. */
    void passNulls() {
        if (contiguous) {
            scatter();
        }
        Arrays.fill(index, 0, count, ABSENT);
    }

    private void passOptionalScattered(HeapCopy validity) {
        for (int slot = 0; slot < count; slot++) {
            int at = index[slot];
            if (at != ABSENT) {
                int valid = validity.bitAt(at);
                definition[slot] += (byte) valid;
                index[slot] = valid == 0 ? ABSENT : at;
            }
        }
    }

    private void scatter() {
        index = grown(index, count);
        definition = grown(definition, count);
        for (int slot = 0; slot < count; slot++) {
            index[slot] = first + slot;
        }
        Arrays.fill(definition, 0, count, (byte) level);
        contiguous = false;
    }

    /** Passes a list: every element gets a slot of its own, an empty list ends its slot. */
    void passList(ListRanges ranges, int repetitionLevel) {
        if (!contiguous || !passFullLists(ranges, repetitionLevel)) {
            passAnyList(ranges, repetitionLevel);
        }
    }

    /** Lists of which none is null or empty: their elements lie one behind the other as well. */
    private boolean passFullLists(ListRanges ranges, int repetitionLevel) {
        for (int slot = 0; slot < count; slot++) {
            if (ranges.end(first + slot) == ranges.start(first + slot)) {
                return false;
            }
        }
        int firstElement = ranges.start(first);
        int elementCount = ranges.end(first + count - 1) - firstElement;
        ensureSpareCapacity(elementCount);
        Arrays.fill(spareRepetition, 0, elementCount, (byte) repetitionLevel);
        for (int slot = 0; slot < count; slot++) {
            spareRepetition[ranges.start(first + slot) - firstElement] = repeated ? repetition[slot] : 0;
        }
        swap(elementCount);
        repeated = true;
        first = firstElement;
        level++;
        return true;
    }

    private void passAnyList(ListRanges ranges, int repetitionLevel) {
        int expanded = 0;
        int elementCount = 0;
        int firstElement = -1;
        int endElement = -1;
        for (int slot = 0; slot < count; slot++) {
            int at = contiguous ? first + slot : index[slot];
            int start = at == ABSENT ? 0 : ranges.start(at);
            int length = at == ABSENT ? 0 : ranges.end(at) - start;
            ensureSpareCapacity(expanded + Math.max(length, 1));
            byte defined = contiguous ? (byte) level : definition[slot];
            spareRepetition[expanded] = repeated ? repetition[slot] : 0;
            if (length == 0) {
                spareIndex[expanded] = ABSENT;
                spareDefinition[expanded++] = defined;
                continue;
            }
            firstElement = firstElement < 0 ? start : firstElement;
            endElement = start + length;
            elementCount += length;
            expand(start, length, expanded, (byte) (defined + 1), (byte) repetitionLevel);
            expanded += length;
        }
        swap(expanded);
        settle(elementCount, firstElement, endElement);
    }

    private void expand(int start, int length, int slot, byte defined, byte repeatedAt) {
        spareIndex[slot] = start;
        spareDefinition[slot] = defined;
        for (int element = 1; element < length; element++) {
            spareIndex[slot + element] = start + element;
            spareDefinition[slot + element] = defined;
            spareRepetition[slot + element] = repeatedAt;
        }
    }

    private void settle(int elementCount, int firstElement, int endElement) {
        contiguous = count > 0 && elementCount == count && endElement - firstElement == count;
        repeated = true;
        if (contiguous) {
            first = firstElement;
            level = definition[0];
        }
    }

    private void swap(int newCount) {
        int[] oldIndex = index;
        byte[] oldDefinition = definition;
        byte[] oldRepetition = repetition;
        index = spareIndex;
        definition = spareDefinition;
        repetition = spareRepetition;
        spareIndex = oldIndex;
        spareDefinition = oldDefinition;
        spareRepetition = oldRepetition;
        count = newCount;
    }

    /** Closes the descent: finds out which slots have values. */
    void finish() {
        valueCount = 0;
        if (contiguous) {
            valueCount = count;
            return;
        }
        present = grown(present, count);
        for (int slot = 0; slot < count; slot++) {
            int at = index[slot];
            present[valueCount] = at;
            valueCount += at == ABSENT ? 0 : 1;
        }
    }

    /** Slots, those without a value included. */
    int count() {
        return count;
    }

    /** Slots that have a value. */
    int valueCount() {
        return valueCount;
    }

    /** The first value's index in the leaf, 0 when there is none. */
    int firstValue() {
        if (contiguous) {
            return first;
        }
        return valueCount == 0 ? 0 : present[0];
    }

    /** One past the last value's index in the leaf, 0 when there is none. */
    int endValue() {
        if (contiguous) {
            return first + count;
        }
        return valueCount == 0 ? 0 : present[valueCount - 1] + 1;
    }

    /** Whether the values lie one behind the other in the leaf. */
    boolean isDense() {
        return contiguous || endValue() - firstValue() == valueCount;
    }

    /** Index in the leaf of each value, ascending; only for values that are not dense. */
    int[] values() {
        return present;
    }

    void definitionsInto(LevelBuffer target) {
        if (contiguous) {
            target.appendRun(level, count);
        } else {
            target.append(definition, count);
        }
    }

    void repetitionsInto(LevelBuffer target) {
        if (repeated) {
            target.append(repetition, count);
        } else {
            target.appendRun(0, count);
        }
    }

    private static int[] grown(int[] array, int needed) {
        return needed <= array.length ? array : new int[Math.max(needed, array.length * 2)];
    }

    private static byte[] grown(byte[] array, int needed) {
        return needed <= array.length ? array : new byte[Math.max(needed, array.length * 2)];
    }

    private void ensureSpareCapacity(int needed) {
        if (needed > spareIndex.length) {
            spareIndex = Arrays.copyOf(spareIndex, Math.max(needed, spareIndex.length * 2));
        }
        if (needed > spareDefinition.length) {
            spareDefinition = Arrays.copyOf(spareDefinition, Math.max(needed, spareDefinition.length * 2));
        }
        if (needed > spareRepetition.length) {
            spareRepetition = Arrays.copyOf(spareRepetition, Math.max(needed, spareRepetition.length * 2));
        }
    }

    /** Heap bytes held. */
    long retainedBytes() {
        return (long) Integer.BYTES * (index.length + spareIndex.length + present.length)
                + definition.length
                + repetition.length
                + spareDefinition.length
                + spareRepetition.length;
    }
}
