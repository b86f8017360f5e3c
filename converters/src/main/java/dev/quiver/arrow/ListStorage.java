/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.jspecify.annotations.Nullable;

/** Lists of any length, or maps as lists of entries: offsets into one child column that holds all elements. */
final class ListStorage implements ColumnStorage {
    private final Bits validity = new Bits();
    private final Offsets offsets = new Offsets();
    private final ColumnStorage elements;

    ListStorage(ColumnStorage elements) {
        this.elements = elements;
    }

    /** Ends a list: its elements are all those appended to the child since the last list ended. */
    void endList() {
        validity.append(true);
        offsets.append(elements.count() - offsets.end());
    }

    @Override
    public void appendNull() {
        validity.append(false);
        offsets.append(0);
    }

    @Override
    public int count() {
        return validity.count();
    }

    @Override
    public void truncate(int newCount) {
        validity.truncate(newCount);
        offsets.truncate(newCount);
        elements.truncate(offsets.end());
    }

    @Override
    public void clear() {
        validity.clear();
        offsets.clear();
        elements.clear();
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + offsets.byteCount() + elements.byteCount();
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        byte[] ends = offsets.ordered(order);
        target.buffer(ends, ends.length);
        elements.seal(target, order == null ? null : elementOrder(order));
    }

    private int[] elementOrder(int[] order) {
        int[] elementOrder = new int[offsets.lengthOf(order)];
        int at = 0;
        for (int index : order) {
            int start = offsets.startAt(index);
            int length = offsets.lengthAt(index);
            for (int element = 0; element < length; element++) {
                elementOrder[at++] = start + element;
            }
        }
        return elementOrder;
    }
}
