/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Booleans, one bit each. */
final class BitStorage implements ColumnStorage {
    private final Bits validity = new Bits();
    private final Bits values = new Bits();

    void append(boolean value) {
        validity.append(true);
        values.appendEither(value);
    }

    /** Which values are present. */
    Bits validity() {
        return validity;
    }

    /** The values; as many must be appended as to {@link #validity}. */
    Bits values() {
        return values;
    }

    @Override
    public void appendNull() {
        validity.append(false);
        values.appendEither(false);
    }

    @Override
    public void appendPlaceholder() {
        append(false);
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
    public @Nullable ByteBuffer identityAt(int index) {
        return isNull(index) ? null : ByteBuffer.wrap(new byte[] {(byte) (values.isSet(index) ? 1 : 0)});
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
    public void release() {
        validity.release();
        values.release();
    }

    @Override
    public long byteCount() {
        return validity.byteCount() + values.byteCount();
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.node(validity, order);
        target.buffer(values.ordered(order), Bits.byteCount(order == null ? values.count() : order.length));
    }
}
