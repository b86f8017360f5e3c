/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ExtensionTypeVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Moves batches between the heap and vectors, one copy per buffer, without any flag of the JVM. */
final class HeapVectors {
    private HeapVectors() {}

    /**
     * The rows of {@code batch}, which must have been checked, as vectors. Dictionary-encoded columns become vectors of
     * indices; decimals of 32 and 64 bits become decimals of 128, the narrowest that there are vectors for. Nothing
     * stays allocated if it fails. A {@link BatchLoader} is cheaper for many batches of one schema.
     *
     * @throws IllegalArgumentException if {@code batch} does not fit {@code schema}
     */
    @MustBeClosed
    public static VectorSchemaRoot load(Schema schema, HeapBatch batch, BufferAllocator allocator) {
        return new BatchLoader(schema).load(batch, allocator);
    }

    /**
     * The dictionaries that fields of {@code schema} refer to, as vectors. Nothing stays allocated if it fails.
     *
     * @throws IllegalArgumentException if a dictionary is missing or does not fit {@code schema}
     */
    @MustBeClosed
    public static LoadedDictionaries load(Schema schema, Dictionaries dictionaries, BufferAllocator allocator) {
        Map<Long, Dictionary> loaded = new TreeMap<>();
        try {
            for (Field field : DecodedSchema.dictionaryFields(schema).values()) {
                long id = field.getDictionary().getId();
                HeapColumn values = HeapColumn.values(field, dictionaries.values(id));
                List<Field> fields = List.of(VectorFields.ofDictionary(field));
                FieldVector vector =
                        VectorLoading.load(List.of(values), fields, allocator).get(0);
                loaded.put(id, new Dictionary(vector, field.getDictionary()));
            }
        } catch (RuntimeException e) {
            loaded.values().forEach(dictionary -> dictionary.getVector().close());
            throw e;
        }
        return new LoadedDictionaries(loaded);
    }

    /**
     * A copy of what {@code root} holds; bitmaps of columns without nulls are left out. Columns of indices into a
     * dictionary are copied as such.
     */
    public static HeapBatch heapOf(VectorSchemaRoot root) {
        HeapBatch.Builder builder = HeapBatch.builder(root.getRowCount());
        root.getFieldVectors().forEach(vector -> copy(vector, builder));
        return builder.build();
    }

    /** A copy of {@code vector} alone, as dictionaries are held. */
    public static HeapBatch heapOf(FieldVector vector) {
        HeapBatch.Builder builder = HeapBatch.builder(vector.getValueCount());
        copy(vector, builder);
        return builder.build();
    }

    private static void copy(FieldVector vector, HeapBatch.Builder builder) {
        FieldVector storage = vector;
        while (storage instanceof ExtensionTypeVector<?> extension) {
            storage = (FieldVector) extension.getUnderlyingVector();
        }
        ColumnLayout layout = ColumnLayout.of(storage.getField().getType());
        int length = storage.getValueCount();
        int nulls = layout.hasValidity() ? storage.getNullCount() : 0;
        builder.node(length, layout == ColumnLayout.NULL ? length : nulls);
        List<ArrowBuf> buffers = storage.getFieldBuffers();
        if (layout == ColumnLayout.VIEW) {
            builder.variadic(buffers.size() - layout.bufferCount());
        }
        for (int index = 0; index < buffers.size(); index++) {
            boolean leftOut = index == 0 && layout.hasValidity() && nulls == 0;
            ArrowBuf buffer = buffers.get(index);
            byte[] bytes = new byte[leftOut ? 0 : Math.toIntExact(buffer.readableBytes())];
            buffer.getBytes(buffer.readerIndex(), bytes);
            builder.buffer(bytes, 0, bytes.length);
        }
        storage.getChildrenFromFields().forEach(child -> copy(child, builder));
    }
}
