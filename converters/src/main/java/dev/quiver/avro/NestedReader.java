/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads lists, maps and what may be null. */
public sealed interface NestedReader extends AvroReader {
    /** ARRAY of an array. */
    record Items(AvroReader item) implements NestedReader {
        @Override
        public List<@Nullable Object> read(AvroCursor cursor) {
            List<@Nullable Object> items = new ArrayList<>();
            for (int left = block(cursor); left > 0; left = block(cursor)) {
                for (; left > 0; left--) {
                    items.add(item.read(cursor));
                }
            }
            return items;
        }

        @Override
        public void skip(AvroCursor cursor) {
            for (int left = block(cursor); left > 0; left = block(cursor)) {
                for (; left > 0; left--) {
                    item.skip(cursor);
                }
            }
        }

        /** How many items follow at once, 0 at the end. */
        public int block(AvroCursor cursor) {
            return cursor.readBlock(item.bytesMin());
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

    /** MAP of a map. Of several entries with one key the last one counts. */
    record TextMap(AvroReader value) implements NestedReader {
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

    /** MAP of an array of records of a key and a value. */
    record EntryMap(AvroReader key, AvroReader value, boolean isKeyFirst) implements NestedReader {
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

    /** A union of null and one type. */
    record Optional(AvroReader value, int nullIndex) implements NestedReader {
        @Override
        public @Nullable Object read(AvroCursor cursor) {
            return isNull(cursor) ? null : value.read(cursor);
        }

        @Override
        public void skip(AvroCursor cursor) {
            if (!isNull(cursor)) {
                value.skip(cursor);
            }
        }

        /** Whether null follows; it takes no bytes. */
        public boolean isNull(AvroCursor cursor) {
            return cursor.readNull(nullIndex);
        }

        @Override
        public int bytesMin() {
            return 1;
        }

        @Override
        public boolean isImmutable() {
            return value.isImmutable();
        }
    }

    /** A union of one type. */
    record Only(AvroReader value) implements NestedReader {
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
}
