/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MAP of a map. Of several entries with one key the last one counts. */
record TextMapReader(AvroReader value) implements NestedReader {
    private static final ScalarReader.Text KEY = new ScalarReader.Text();

    @Override
    public Map<Object, @Nullable Object> read(AvroCursor cursor) {
        Map<Object, @Nullable Object> entries = new HashMap<>();
        for (int left = block(cursor); left > 0; left = block(cursor)) {
            for (; left > 0; left--) {
                String key = KEY.read(cursor);
                entries.put(key, value.read(cursor));
            }
        }
        return entries;
    }

    @Override
    public void skip(AvroCursor cursor) {
        for (int left = block(cursor); left > 0; left = block(cursor)) {
            for (; left > 0; left--) {
                KEY.skip(cursor);
                value.skip(cursor);
            }
        }
    }

    private int block(AvroCursor cursor) {
        return cursor.readBlock(1 + value.bytesMin());
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
