/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists, maps and what may be null. */
public sealed interface NestedReader extends AvroReader
        permits NestedReader.Items, NestedReader.Optional, TextMapReader, EntryMapReader, SingletonReader {
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
}
