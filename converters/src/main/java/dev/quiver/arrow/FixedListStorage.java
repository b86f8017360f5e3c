/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Lists of one length; a null list has as many placeholders in the child column. */
final class FixedListStorage implements ColumnStorage {
    private final int size;
    private final Bits validity = new Bits();
    private final ColumnStorage elements;

    /** Lists of {@code size} elements each. */
    FixedListStorage(int size, ColumnStorage elements) {
        this.size = size;
        this.elements = elements;
    }

    /** Elements of each list. */
    int size() {
        return size;
    }

    /** The column of all elements. */
    ColumnStorage elements() {
        return elements;
    }

    /** Which lists are present; {@link #size} elements belong to each bit. */
    Bits validity() {
        return validity;
    }

    /** Ends a list whose elements have been appended. */
    void endList() {
        validity.append(true);
    }

    @Override
    public void appendNull() {
        validity.append(false);
        elements.appendNulls(size);
    }

    @Override
    public int count() {
        return validity.count();
    }

    @Override
    public boolean isNull(int index) {
        return !validity.isSet(index);
    }

    @Override
    public void truncate(int newCount) {
        validity.truncate(newCount);
        elements.truncate(Math.min(validity.count(), newCount) * size);
    }

    @Override
    public void clear() {
        validity.clear();
        elements.clear();
    }

    @Override
    public void release() {
        validity.release();
        elements.release();
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + elements.byteCount();
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        elements.seal(target, order == null ? null : elementOrder(order));
    }

    private int[] elementOrder(int[] order) {
        long length = (long) order.length * size;
        if (length > Integer.MAX_VALUE) {
            throw new DataException("a column of one batch would need " + length + " elements: gather fewer rows");
        }
        int[] elementOrder = new int[(int) length];
        for (int at = 0; at < elementOrder.length; at++) {
            elementOrder[at] = order[at / size] * size + at % size;
        }
        return elementOrder;
    }
}
