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
    private final @Nullable LoadedDictionaries loaded;
    private int next;

    @SuppressWarnings("MustBeClosedChecker") // Closed with this reader.
    HeapReader(IpcContent content, BufferAllocator allocator) {
        super(allocator);
        this.content = content;
        HeapBatch first = content.batches().isEmpty()
                ? BatchShape.of(content.schema()).empty()
                : content.batches().get(0).batch();
        this.loaded = content.batches().isEmpty()
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
        return loaded == null ? null : loaded.lookup(id);
    }

    @Override
    public Set<Long> getDictionaryIds() {
        return loaded == null ? Set.of() : loaded.getDictionaryIds();
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
        try (VectorSchemaRoot batchRoot = HeapVectors.load(content.schema(), batch.batch(), allocator)) {
            for (int column = 0; column < root.getFieldVectors().size(); column++) {
                FieldVector from = batchRoot.getVector(column);
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
        if (loaded != null) {
            loaded.close();
        }
    }

    @Override
    protected Schema readSchema() {
        return root.getSchema();
    }
}
