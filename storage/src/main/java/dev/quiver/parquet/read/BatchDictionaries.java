/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** The dictionaries of the latest batch, made anew only where other values came. It owns their vectors. */
final class BatchDictionaries implements DictionaryProvider, AutoCloseable {
    private final List<Entry> entries = new ArrayList<>();

    /** The dictionaries that the leaf columns among {@code readers} refer to, in vectors of {@code allocator}. */
    BatchDictionaries(List<LeafReader> readers, BufferAllocator allocator) {
        for (LeafReader reader : readers) {
            if (reader.slots().column().values() instanceof EncodedValues values) {
                entries.add(new Entry(reader.shape(), values, allocator));
            }
        }
    }

    /** Follows the values that are decoded now. */
    void refresh(VectorBuffers buffers) {
        for (Entry entry : entries) {
            entry.refresh(buffers);
        }
    }

    @Override
    public @Nullable Dictionary lookup(long id) {
        for (Entry entry : entries) {
            if (entry.id == id) {
                return entry.dictionary;
            }
        }
        return null;
    }

    @Override
    public Set<Long> getDictionaryIds() {
        Set<Long> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.id));
        return ids;
    }

    @Override
    public void close() {
        entries.forEach(Entry::close);
    }

    /** The dictionary of one column. */
    private static final class Entry implements AutoCloseable {
        private final Shape shape;
        private final EncodedValues values;
        private final BufferAllocator allocator;
        private final long id;
        private @Nullable Dictionary dictionary;
        /** What the dictionary is made of, if of nothing else. */
        private @Nullable BinaryBuffer source;

        Entry(Shape shape, EncodedValues values, BufferAllocator allocator) {
            this.shape = shape;
            this.values = values;
            this.allocator = allocator;
            this.id = shape.encoding().getId();
        }

        void refresh(VectorBuffers buffers) {
            boolean hasOthers = values.others().count() > 0;
            if (source == values.dictionary() && !hasOthers) {
                return;
            }
            close();
            BinaryBuffer all = hasOthers ? joined() : values.dictionary();
            dictionary = new Dictionary(vector(all, buffers), shape.encoding());
            source = hasOthers ? null : all;
        }

        private BinaryBuffer joined() {
            BinaryBuffer joined = new BinaryBuffer();
            for (BinaryBuffer part : List.of(values.dictionary(), values.others())) {
                joined.reserve(part.count());
                for (int index = 0; index < part.count(); index++) {
                    joined.append(part.data(), part.start(index), part.length(index));
                }
            }
            return joined;
        }

        private FieldVector vector(BinaryBuffer strings, VectorBuffers buffers) {
            Field original = shape.field();
            FieldType type = new FieldType(false, original.getType(), null, original.getMetadata());
            FieldVector vector = new Field(original.getName(), type, null).createVector(allocator);
            boolean complete = false;
            try {
                int count = strings.count();
                buffers.addOnes(count);
                LeafFill.of(LeafPlan.of(shape.node(), original.getType()), strings)
                        .add(LeafFill.DENSE, count, count, buffers);
                buffers.load(vector, count);
                complete = true;
                return vector;
            } finally {
                buffers.close();
                if (!complete) {
                    vector.close();
                }
            }
        }

        @Override
        public void close() {
            if (dictionary != null) {
                dictionary.getVector().close();
            }
            dictionary = null;
            source = null;
        }
    }
}
