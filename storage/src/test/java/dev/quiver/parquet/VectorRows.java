/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/** The rows of vectors bit by bit: hex strings for values, lists for lists and structs. What nulls hide is left out. */
public final class VectorRows {
    private VectorRows() {}

    /** All rows of {@code root}, one list of values for each. */
    public static List<List<@Nullable Object>> of(VectorSchemaRoot root) {
        return of(root, new DictionaryProvider.MapDictionaryProvider());
    }

    /** The same with the values of {@code dictionaries} in the place of their ids. */
    public static List<List<@Nullable Object>> of(VectorSchemaRoot root, DictionaryProvider dictionaries) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < root.getRowCount(); row++) {
            rows.add(row(root, row, dictionaries));
        }
        return rows;
    }

    /** The values of row {@code row}. */
    public static List<@Nullable Object> row(VectorSchemaRoot root, int row) {
        return row(root, row, new DictionaryProvider.MapDictionaryProvider());
    }

    private static List<@Nullable Object> row(VectorSchemaRoot root, int row, DictionaryProvider dictionaries) {
        List<@Nullable Object> values = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            values.add(value(vector, row, dictionaries));
        }
        return values;
    }

    private static @Nullable Object value(FieldVector vector, int index, DictionaryProvider dictionaries) {
        if (vector instanceof NullVector || vector.isNull(index)) {
            return null;
        }
        DictionaryEncoding encoding = vector.getField().getDictionary();
        if (encoding != null) {
            FieldVector values = dictionaries.lookup(encoding.getId()).getVector();
            return value(values, ((IntVector) vector).get(index), dictionaries);
        }
        if (vector instanceof StructVector struct) {
            List<@Nullable Object> fields = new ArrayList<>();
            struct.getChildrenFromFields().forEach(child -> fields.add(value(child, index, dictionaries)));
            return fields;
        }
        if (vector instanceof ListVector list) {
            return items(
                    list.getDataVector(),
                    list.getElementStartIndex(index),
                    list.getElementEndIndex(index),
                    dictionaries);
        }
        if (vector instanceof LargeListVector list) {
            return items(
                    list.getDataVector(),
                    list.getElementStartIndex(index),
                    list.getElementEndIndex(index),
                    dictionaries);
        }
        if (vector instanceof FixedSizeListVector list) {
            return items(
                    list.getDataVector(),
                    list.getElementStartIndex(index),
                    list.getElementEndIndex(index),
                    dictionaries);
        }
        return HexFormat.of().formatHex(bytes(vector, index));
    }

    private static List<@Nullable Object> items(FieldVector data, long from, long to, DictionaryProvider dictionaries) {
        List<@Nullable Object> items = new ArrayList<>();
        for (long index = from; index < to; index++) {
            items.add(value(data, (int) index, dictionaries));
        }
        return items;
    }

    private static byte[] bytes(FieldVector vector, int index) {
        if (vector instanceof BitVector bits) {
            return new byte[] {(byte) bits.get(index)};
        }
        if (vector instanceof BaseFixedWidthVector fixed) {
            byte[] bytes = new byte[fixed.getTypeWidth()];
            fixed.getDataBuffer().getBytes((long) index * bytes.length, bytes);
            return bytes;
        }
        if (vector instanceof BaseVariableWidthVector texts) {
            int start = texts.getStartOffset(index);
            byte[] bytes = new byte[texts.getEndOffset(index) - start];
            texts.getDataBuffer().getBytes(start, bytes);
            return bytes;
        }
        if (vector instanceof BaseLargeVariableWidthVector texts) {
            long start = texts.getOffsetBuffer().getLong((long) index * Long.BYTES);
            long end = texts.getOffsetBuffer().getLong((index + 1L) * Long.BYTES);
            byte[] bytes = new byte[(int) (end - start)];
            texts.getDataBuffer().getBytes(start, bytes);
            return bytes;
        }
        return viewed((BaseVariableWidthViewVector) vector, index);
    }

    private static byte[] viewed(BaseVariableWidthViewVector vector, int index) {
        long at = (long) index * BaseVariableWidthViewVector.ELEMENT_SIZE;
        byte[] bytes = new byte[vector.getDataBuffer().getInt(at)];
        if (bytes.length <= BaseVariableWidthViewVector.INLINE_SIZE) {
            vector.getDataBuffer().getBytes(at + Integer.BYTES, bytes);
            return bytes;
        }
        int buffer = vector.getDataBuffer().getInt(at + 2L * Integer.BYTES);
        int start = vector.getDataBuffer().getInt(at + 3L * Integer.BYTES);
        vector.getDataBuffers().get(buffer).getBytes(start, bytes);
        return bytes;
    }
}
