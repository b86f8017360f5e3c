/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Structs: a child column for each field, all of the same length. */
final class StructStorage implements ColumnStorage {
    private final Bits validity = new Bits();
    private final ColumnStorage[] children;

    StructStorage(List<ColumnStorage> children) {
        this.children = children.toArray(ColumnStorage[]::new);
    }

    /** The columns of the fields, in order. */
    List<ColumnStorage> children() {
        return List.of(children);
    }

    /** Ends a struct whose fields have been appended to the children. */
    void endStruct() {
        validity.append(true);
    }

    /** Which structs are present; each child must have as many values. */
    Bits validity() {
        return validity;
    }

    @Override
    public boolean isNull(int index) {
        return !validity.isSet(index);
    }

    @Override
    public void release() {
        validity.release();
        for (ColumnStorage child : children) {
            child.release();
        }
    }

    @Override
    public void appendNull() {
        for (ColumnStorage child : children) {
            child.appendNull();
        }
        validity.append(false);
    }

    @Override
    public int count() {
        return validity.count();
    }

    @Override
    public void truncate(int newCount) {
        validity.truncate(newCount);
        for (ColumnStorage child : children) {
            child.truncate(newCount);
        }
    }

    @Override
    public void clear() {
        validity.clear();
        for (ColumnStorage child : children) {
            child.clear();
        }
    }

    @Override
    public long byteCount() {
        long sum = validity.byteCount();
        for (ColumnStorage child : children) {
            sum += child.byteCount();
        }
        return sum;
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        sealChildren(target, order);
    }

    /** Hands over the columns of the fields alone, as the columns of a batch. */
    void sealChildren(BatchBuffers target, int @Nullable [] order) {
        for (ColumnStorage child : children) {
            child.seal(target, order);
        }
    }
}
