/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** BYTES of one length, as an array or a buffer. */
record BytesColumn(Column column, FixedStorage storage) implements ColumnBuilder {
    @Override
    public void append(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            requireLength(bytes.length);
            storage.appendBytes(bytes, 0);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            requireLength(bytes.length);
            buffer.duplicate().get(bytes);
            storage.appendBytes(bytes, 0);
        } else {
            column.appendOther(storage, value);
        }
    }

    private void requireLength(int length) {
        if (length != storage.width()) {
            throw column.refused("a value has " + length + " bytes but the column takes " + storage.width());
        }
    }
}
