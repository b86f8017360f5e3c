/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.avro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads values without a schema. Of several fields with a value the first one counts. */
final class AnythingReader implements AvroReader {
    static final AnythingReader INSTANCE = new AnythingReader();

    private static final ScalarReader.Text TEXT = new ScalarReader.Text();
    private static final ScalarReader.Bytes BYTES = new ScalarReader.Bytes();

    private AnythingReader() {}

    @Override
    public @Nullable Object read(AvroCursor cursor) {
        return read(cursor, 0);
    }

    private @Nullable Object read(AvroCursor cursor, int depth) {
        if (depth > Anything.NESTING_MAX) {
            throw cursor.malformed("nested deeper than " + Anything.NESTING_MAX + " levels");
        }
        Object found = null;
        for (Anything.Kind kind : Anything.Kind.ALL) {
            boolean isNull = cursor.readIndex(2, "type of a union") == 0;
            Object value = isNull ? null : value(cursor, kind, depth);
            found = found == null ? value : found;
        }
        return found;
    }

    private Object value(AvroCursor cursor, Anything.Kind kind, int depth) {
        return switch (kind) {
            case BOOLEAN -> cursor.readBoolean();
            case BYTES -> BYTES.read(cursor);
            case DOUBLE -> Double.longBitsToDouble(cursor.readDoubleBits());
            case FLOAT -> Float.intBitsToFloat(cursor.readFloatBits());
            case INT -> cursor.readInt();
            case LONG -> cursor.readLong();
            case STRING -> TEXT.read(cursor);
            case ARRAY -> list(cursor, depth);
            case MAP -> map(cursor, depth);
        };
    }

    private List<@Nullable Object> list(AvroCursor cursor, int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int left = cursor.readBlock(bytesMin()); left > 0; left = cursor.readBlock(bytesMin())) {
            for (; left > 0; left--) {
                items.add(read(cursor, depth + 1));
            }
        }
        return items;
    }

    private Map<@Nullable Object, @Nullable Object> map(AvroCursor cursor, int depth) {
        Map<@Nullable Object, @Nullable Object> entries = new HashMap<>();
        for (int left = cursor.readBlock(bytesMin()); left > 0; left = cursor.readBlock(bytesMin())) {
            for (; left > 0; left--) {
                Object key = read(cursor, depth + 1);
                entries.put(key, read(cursor, depth + 1));
            }
        }
        return entries;
    }

    @Override
    public void skip(AvroCursor cursor) {
        read(cursor);
    }

    @Override
    public int bytesMin() {
        return Anything.Kind.ALL.length;
    }

    @Override
    public boolean isImmutable() {
        return false;
    }
}
