/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Values that are sealed as runs: each value once for as many rows as it repeats. */
final class RunEndStorage implements ColumnStorage {
    private final ColumnStorage values;
    private final int endBytes;
    private final boolean isNullable;

    /** Values, null or not, whose run ends take {@code endBytes} bytes each. */
    RunEndStorage(ColumnStorage values, int endBytes, boolean isNullable) {
        this.values = values;
        this.endBytes = endBytes;
        this.isNullable = isNullable;
    }

    /** Where the values are appended. */
    ColumnStorage values() {
        return values;
    }

    @Override
    public void appendNull() {
        if (isNullable) {
            values.appendNull();
        } else {
            values.appendPlaceholder();
        }
    }

    @Override
    public int count() {
        return values.count();
    }

    @Override
    public boolean isNull(int index) {
        return values.isNull(index);
    }

    @Override
    public @Nullable ByteBuffer identityAt(int index) {
        return values.identityAt(index);
    }

    @Override
    public void truncate(int newCount) {
        values.truncate(newCount);
    }

    @Override
    public void clear() {
        values.clear();
    }

    @Override
    public void release() {
        values.release();
    }

    @Override
    public long byteCount() {
        return values.byteCount();
    }

    @Override
    public void seal(BatchBuffers target, int @Nullable [] order) {
        int length = order == null ? count() : order.length;
        if (endBytes == Short.BYTES && length > Short.MAX_VALUE) {
            throw new DataException("runs that end at row " + length + " need run ends of 32 bits: gather fewer rows");
        }
        FixedStorage ends = new FixedStorage(endBytes);
        int[] first = new int[length];
        int runCount = 0;
        for (int row = 0; row < length; row++) {
            int value = order == null ? row : order[row];
            if (runCount > 0 && isSame(first[runCount - 1], value)) {
                continue;
            }
            if (runCount > 0) {
                append(ends, row);
            }
            first[runCount++] = value;
        }
        if (length > 0) {
            append(ends, length);
        }
        target.node(length);
        ends.seal(target, null);
        values.seal(target, Arrays.copyOf(first, runCount));
    }

    private boolean isSame(int left, int right) {
        if (values.isNull(left) || values.isNull(right)) {
            return values.isNull(left) && values.isNull(right);
        }
        ByteBuffer identity = values.identityAt(left);
        return identity != null && identity.equals(values.identityAt(right));
    }

    private void append(FixedStorage ends, int end) {
        switch (endBytes) {
            case Short.BYTES -> ends.appendShort((short) end);
            case Integer.BYTES -> ends.appendInt(end);
            default -> ends.appendLong(end);
        }
    }
}
