/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.jspecify.annotations.Nullable;

/** Booleans, one bit each. */
final class BitStorage implements ColumnStorage {
    private final Bits validity = new Bits();
    private final Bits values = new Bits();

    void append(boolean value) {
        validity.append(true);
        values.append(value);
    }

    @Override
    public void appendNull() {
        validity.append(false);
        values.append(false);
    }

    @Override
    public int count() {
        return validity.count();
    }

    @Override
    public void truncate(int newCount) {
        validity.truncate(newCount);
        values.truncate(newCount);
    }

    @Override
    public void clear() {
        validity.clear();
        values.clear();
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + values.byteCount();
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        byte[] bits = values.ordered(order);
        target.buffer(bits, bits.length);
    }
}
