/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Values that are sealed as indices into a dictionary with each of them once, in the order they first appear. */
final class DictionaryStorage implements ColumnStorage {
    private final ColumnStorage values;
    private final DictionaryEncoding encoding;
    private final int indexBytes;
    private final long indexMax;

    DictionaryStorage(ColumnStorage values, DictionaryEncoding encoding) {
        this.values = values;
        this.encoding = encoding;
        int bits = encoding.getIndexType().getBitWidth();
        this.indexBytes = bits / Byte.SIZE;
        this.indexMax = bits >= Integer.SIZE
                ? Integer.MAX_VALUE
                : (1L << (encoding.getIndexType().getIsSigned() ? bits - 1 : bits)) - 1;
    }

    /** Where the values are appended. */
    ColumnStorage values() {
        return values;
    }

    @Override
    public void appendNull() {
        values.appendNull();
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
        FixedStorage indices = new FixedStorage(indexBytes);
        Map<ByteBuffer, Integer> known = new HashMap<>();
        int[] distinct = new int[length];
        int distinctCount = 0;
        for (int row = 0; row < length; row++) {
            int value = order == null ? row : order[row];
            if (values.isNull(value)) {
                indices.appendNull();
                continue;
            }
            ByteBuffer identity = values.identityAt(value);
            Integer index = identity == null ? null : known.putIfAbsent(identity, distinctCount);
            if (index == null) {
                distinct[distinctCount] = value;
                index = distinctCount++;
            }
            append(indices, index);
        }
        target.dictionary(encoding.getId(), values, Arrays.copyOf(distinct, distinctCount));
        indices.seal(target, null);
    }

    private void append(FixedStorage indices, int index) {
        if (index > indexMax) {
            throw new DataException("dictionary " + encoding.getId() + " would have more than the " + (indexMax + 1)
                    + " values that its indices can tell apart");
        }
        switch (indexBytes) {
            case Byte.BYTES -> indices.appendByte((byte) index);
            case Short.BYTES -> indices.appendShort((short) index);
            case Integer.BYTES -> indices.appendInt(index);
            default -> indices.appendLong(index);
        }
    }
}
