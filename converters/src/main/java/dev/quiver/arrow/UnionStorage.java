/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Values each of which is of one of several types: a child column for each type, all of the same length. */
final class UnionStorage implements ColumnStorage {
    private static final int LENGTH_MIN = 16;

    private final boolean isDense;
    private final int[] typeIds;
    private final ColumnStorage[] children;
    /** Which child has each value. */
    private byte[] chosen = new byte[LENGTH_MIN];

    private int count;

    UnionStorage(ArrowType.Union type, List<ColumnStorage> children) {
        this.isDense = type.getMode() == UnionMode.Dense;
        this.children = children.toArray(ColumnStorage[]::new);
        this.typeIds = typeIds(type, children.size());
    }

    /** The type id of each child: its number unless the type says otherwise. */
    static int[] typeIds(ArrowType.Union type, int childCount) {
        int[] given = type.getTypeIds();
        if (given != null && given.length == childCount) {
            return given;
        }
        int[] numbers = new int[childCount];
        Arrays.setAll(numbers, index -> index);
        return numbers;
    }

    /** The columns of the types, in order. */
    List<ColumnStorage> children() {
        return List.of(children);
    }

    /** Ends a value that has been appended to child {@code number}; the others get a placeholder. */
    void endValue(int number) {
        if (count == chosen.length) {
            chosen = Arrays.copyOf(chosen, HeapArrays.grown(count, count + 1L));
        }
        chosen[count++] = (byte) number;
        for (int child = 0; child < children.length; child++) {
            if (child != number) {
                children[child].appendNull();
            }
        }
    }

    /** A null of the first type. */
    @Override
    public void appendNull() {
        if (children.length > 0) {
            children[0].appendNull();
        }
        endValue(0);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public boolean isNull(int index) {
        return false;
    }

    @Override
    public void truncate(int newCount) {
        count = Math.min(count, newCount);
        for (ColumnStorage child : children) {
            child.truncate(newCount);
        }
    }

    @Override
    public void clear() {
        count = 0;
        for (ColumnStorage child : children) {
            child.clear();
        }
    }

    @Override
    public void release() {
        count = 0;
        chosen = new byte[LENGTH_MIN];
        for (ColumnStorage child : children) {
            child.release();
        }
    }

    @Override
    public long byteCount() {
        long sum = chosen.length;
        for (ColumnStorage child : children) {
            sum += child.byteCount();
        }
        return sum;
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        int length = order == null ? count : order.length;
        byte[] types = new byte[length];
        for (int row = 0; row < length; row++) {
            types[row] = (byte) typeIds[chosen[order == null ? row : order[row]]];
        }
        target.node(length);
        target.buffer(types, length);
        if (isDense) {
            sealDense(target, order, length);
            return;
        }
        for (ColumnStorage child : children) {
            child.seal(target, order);
        }
    }

    private void sealDense(BatchBuffers target, int @Nullable [] order, int length) {
        byte[] offsets = new byte[length * Integer.BYTES];
        int[][] orders = new int[children.length][length];
        int[] counts = new int[children.length];
        for (int row = 0; row < length; row++) {
            int value = order == null ? row : order[row];
            int child = chosen[value];
            HeapArrays.INTS.set(offsets, row * Integer.BYTES, counts[child]);
            orders[child][counts[child]++] = value;
        }
        target.buffer(offsets, offsets.length);
        for (int child = 0; child < children.length; child++) {
            children[child].seal(target, Arrays.copyOf(orders[child], counts[child]));
        }
    }
}
