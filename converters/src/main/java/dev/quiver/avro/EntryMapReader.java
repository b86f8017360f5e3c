/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MAP of an array of records of a key and a value. */
record EntryMapReader(AvroReader key, AvroReader value, boolean isKeyFirst) implements NestedReader {
    @Override
    public Map<@Nullable Object, @Nullable Object> read(AvroCursor cursor) {
        Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
        for (int left = block(cursor); left > 0; left = block(cursor)) {
            for (; left > 0; left--) {
                Object first = (isKeyFirst ? key : value).read(cursor);
                Object second = (isKeyFirst ? value : key).read(cursor);
                entries.put(isKeyFirst ? first : second, isKeyFirst ? second : first);
            }
        }
        return entries;
    }

    @Override
    public void skip(AvroCursor cursor) {
        for (int left = block(cursor); left > 0; left = block(cursor)) {
            for (; left > 0; left--) {
                (isKeyFirst ? key : value).skip(cursor);
                (isKeyFirst ? value : key).skip(cursor);
            }
        }
    }

    private int block(AvroCursor cursor) {
        return cursor.readBlock(key.bytesMin() + value.bytesMin());
    }

    @Override
    public int bytesMin() {
        return 1;
    }

    @Override
    public boolean isImmutable() {
        return false;
    }
}
