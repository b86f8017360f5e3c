/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Decoded batches as a reader of Arrow's own; dictionaries are those of the first batch. */
final class HeapReader extends ArrowReader {
    private final IpcContent content;
    private final VectorSchemaRoot root;
    private final @Nullable LoadedDictionaries dictionaries;
    private int next;

    @SuppressWarnings("MustBeClosedChecker") // Closed with this reader.
    HeapReader(IpcContent content, BufferAllocator allocator) {
        super(allocator);
        this.content = content;
        HeapBatch first = content.batches().isEmpty()
                ? BatchShape.of(content.schema()).empty()
                : content.batches().get(0).batch();
        this.dictionaries = content.batches().isEmpty()
                ? null
                : HeapVectors.load(content.schema(), content.batches().get(0).dictionaries(), allocator);
        this.root = HeapVectors.load(content.schema(), first, allocator);
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return root;
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Dictionary lookup(long id) {
        return dictionaries == null ? null : dictionaries.lookup(id);
    }

    @Override
    public Set<Long> getDictionaryIds() {
        return dictionaries == null ? Set.of() : dictionaries.getDictionaryIds();
    }

    @Override
    public boolean loadNextBatch() {
        if (next == content.batches().size()) {
            return false;
        }
        DecodedBatch batch = content.batches().get(next);
        if (next > 0 && batch.dictionaries() != content.batches().get(0).dictionaries()) {
            return false;
        }
        next++;
        try (VectorSchemaRoot loaded = HeapVectors.load(content.schema(), batch.batch(), allocator)) {
            for (int column = 0; column < root.getFieldVectors().size(); column++) {
                FieldVector from = loaded.getVector(column);
                from.makeTransferPair(root.getVector(column)).transfer();
            }
            root.setRowCount(batch.batch().rowCount());
        }
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() throws IOException {
        root.close();
        if (dictionaries != null) {
            dictionaries.close();
        }
    }

    @Override
    protected Schema readSchema() {
        return root.getSchema();
    }
}
