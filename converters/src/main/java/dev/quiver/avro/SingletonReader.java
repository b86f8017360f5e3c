/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import org.jspecify.annotations.Nullable;

/** A union of one type. */
record SingletonReader(AvroReader value) implements NestedReader {
    @Override
    public @Nullable Object read(AvroCursor cursor) {
        cursor.readIndex(1, "type of a union");
        return value.read(cursor);
    }

    @Override
    public void skip(AvroCursor cursor) {
        cursor.readIndex(1, "type of a union");
        value.skip(cursor);
    }

    @Override
    public int bytesMin() {
        return 1 + value.bytesMin();
    }

    @Override
    public boolean isImmutable() {
        return value.isImmutable();
    }
}
