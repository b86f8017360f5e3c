/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import org.jspecify.annotations.Nullable;

/** Nulls, which take no bytes. */
final class NullStorage implements ColumnStorage {
    private int count;

    @Override
    public void appendNull() {
        count++;
    }

    @Override
    public void appendNulls(int more) {
        count += more;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public boolean isNull(int index) {
        return true;
    }

    @Override
    public void truncate(int newCount) {
        count = Math.min(count, newCount);
    }

    @Override
    public void clear() {
        count = 0;
    }

    @Override
    public void release() {
        clear();
    }

    @Override
    public long byteCount() {
        return 0;
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        target.nulls(order == null ? count : order.length);
    }
}
