/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import dev.quiver.ipc.ColumnLayout;
import org.jspecify.annotations.Nullable;

/** Lists of any length, or maps as lists of entries: offsets into one child column that holds all elements. */
final class ListStorage implements ColumnStorage {
    private final ColumnLayout layout;
    private final Bits validity = new Bits();
    private final Offsets offsets = new Offsets();
    private final ColumnStorage elements;

    /** Lists that are sealed in {@code layout}: with offsets of 32 or 64 bits, with or without sizes. */
    ListStorage(ColumnLayout layout, ColumnStorage elements) {
        this.layout = layout;
        this.elements = elements;
    }

    /** Ends a list: its elements are all those appended to the child since the last list ended. */
    void endList() {
        validity.append(true);
        offsets.append(elements.count() - offsets.end());
    }

    /** The column of all elements. */
    ColumnStorage elements() {
        return elements;
    }

    /** Which lists are present; as many must be appended as to {@link #offsets}. */
    Bits validity() {
        return validity;
    }

    Offsets offsets() {
        return offsets;
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
    public boolean isNull(int index) {
        return !validity.isSet(index);
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
    public void release() {
        validity.release();
        offsets.release();
        elements.release();
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + offsets.byteCount() + elements.byteCount();
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        byte[] ends = offsets.ordered(order);
        int count = order == null ? count() : order.length;
        switch (layout) {
            case LARGE_LIST -> target.buffer(Offsets.widened(ends, count + 1), (count + 1) * Long.BYTES);
            case LIST_VIEW -> {
                target.buffer(ends, count * Integer.BYTES);
                target.buffer(sizes(ends, count), count * Integer.BYTES);
            }
            case LARGE_LIST_VIEW -> {
                target.buffer(Offsets.widened(ends, count), count * Long.BYTES);
                target.buffer(Offsets.widened(sizes(ends, count), count), count * Long.BYTES);
            }
            default -> target.buffer(ends, (count + 1) * Integer.BYTES);
        }
        elements.seal(target, order == null ? null : elementOrder(order));
    }

    private static byte[] sizes(byte[] ends, int count) {
        byte[] sizes = new byte[count * Integer.BYTES];
        for (int at = 0; at < sizes.length; at += Integer.BYTES) {
            int end = (int) HeapArrays.INTS.get(ends, at + Integer.BYTES);
            HeapArrays.INTS.set(sizes, at, end - (int) HeapArrays.INTS.get(ends, at));
        }
        return sizes;
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
