/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** What the columns of a batch say, value by value, whatever way it is laid out. */
final class HeapValues {
    private final Dictionaries dictionaries;
    private final Map<Long, HeapColumn> looked = new HashMap<>();

    private HeapValues(Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
    }

    /** The values of every column of {@code batch}; dictionary-encoded ones looked up. */
    static List<List<@Nullable Object>> of(Schema schema, HeapBatch batch, Dictionaries dictionaries) {
        List<List<@Nullable Object>> columns = new ArrayList<>();
        for (HeapColumn column : HeapColumn.columns(schema, batch)) {
            columns.add(new HeapValues(dictionaries).all(column));
        }
        return columns;
    }

    private List<@Nullable Object> all(HeapColumn column) {
        return range(column, 0, column.length());
    }

    private List<@Nullable Object> range(HeapColumn column, long from, long length) {
        List<@Nullable Object> values = new ArrayList<>();
        for (long index = from; index < from + length; index++) {
            values.add(value(column, (int) index));
        }
        return values;
    }

    private @Nullable Object value(HeapColumn column, int index) {
        if (column.isNull(index)) {
            return null;
        }
        return switch (column.layout()) {
            case NULL -> null;
            case BITS -> Bitmaps.isSet(column.array(1), column.offset(1), index);
            case FIXED -> fixed(column, index);
            case VARIABLE -> bytes(column, 2, number(column, 1, index, 4), number(column, 1, index + 1, 4));
            case LARGE_VARIABLE -> bytes(column, 2, number(column, 1, index, 8), number(column, 1, index + 1, 8));
            case VIEW -> view(column, index);
            case LIST -> list(column, number(column, 1, index, 4), number(column, 1, index + 1, 4));
            case LARGE_LIST -> list(column, number(column, 1, index, 8), number(column, 1, index + 1, 8));
            case LIST_VIEW -> range(column.child(0), number(column, 1, index, 4), number(column, 2, index, 4));
            case LARGE_LIST_VIEW -> range(column.child(0), number(column, 1, index, 8), number(column, 2, index, 8));
            case FIXED_LIST -> range(column.child(0), (long) index * column.width(), column.width());
            case STRUCT -> struct(column, index);
            case SPARSE_UNION, DENSE_UNION -> union(column, index);
            case RUN_END -> run(column, index);
        };
    }

    private @Nullable Object fixed(HeapColumn column, int index) {
        if (column.isDictionaryEncoded()) {
            int mask = column.width() == 1 ? 0xff : column.width() == 2 ? 0xffff : -1;
            int at = mask & (int) number(column, 1, index, column.width());
            long id = column.field().getDictionary().getId();
            return value(
                    looked.computeIfAbsent(id, key -> HeapColumn.values(column.field(), dictionaries.values(key))), at);
        }
        int from = index * column.width();
        return bytes(column, 1, from, from + column.width());
    }

    private static String bytes(HeapColumn column, int buffer, long from, long to) {
        byte[] bytes = Arrays.copyOfRange(
                column.array(buffer), column.offset(buffer) + (int) from, column.offset(buffer) + (int) to);
        return HexFormat.of().formatHex(bytes);
    }

    private static String view(HeapColumn column, int index) {
        int view = index * ViewValidator.VIEW_BYTES;
        int length = LittleEndian.intAt(column.array(1), column.offset(1) + view);
        if (length <= ViewValidator.INLINE_BYTES_MAX) {
            return bytes(column, 1, view + ViewValidator.PREFIX, view + ViewValidator.PREFIX + length);
        }
        int at = column.offset(1) + view;
        int buffer = LittleEndian.intAt(column.array(1), at + ViewValidator.BUFFER);
        int offset = LittleEndian.intAt(column.array(1), at + ViewValidator.OFFSET);
        return bytes(column, ViewValidator.DATA + buffer, offset, offset + length);
    }

    private List<@Nullable Object> list(HeapColumn column, long from, long to) {
        return range(column.child(0), from, to - from);
    }

    private Map<String, @Nullable Object> struct(HeapColumn column, int index) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (HeapColumn child : column.children()) {
            values.put(child.field().getName(), value(child, index));
        }
        return values;
    }

    private List<@Nullable Object> union(HeapColumn column, int index) {
        int id = column.array(0)[column.offset(0) + index];
        int[] ids = ((ArrowType.Union) column.type()).getTypeIds();
        for (int child = 0; child < ids.length; child++) {
            if (ids[child] == id) {
                int at = column.layout() == ColumnLayout.SPARSE_UNION ? index : (int) number(column, 1, index, 4);
                return Arrays.asList(id, value(column.child(child), at));
            }
        }
        throw new AssertionError("type id " + id);
    }

    private @Nullable Object run(HeapColumn column, int index) {
        HeapColumn ends = column.child(0);
        int run = 0;
        while (number(ends, 1, run, ends.width()) <= index) {
            run++;
        }
        return value(column.child(1), run);
    }

    private static long number(HeapColumn column, int buffer, int index, int width) {
        return LittleEndian.signedAt(column.array(buffer), column.offset(buffer) + index * width, width);
    }
}
