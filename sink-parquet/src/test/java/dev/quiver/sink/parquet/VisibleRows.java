/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.ArraySource;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import dev.quiver.store.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;

/** The rows that a reader of a store sees, by their ids. Objects are read by the storage module's own reader. */
final class VisibleRows implements AutoCloseable {
    private static final ReadRequest IDS = ReadRequest.ALL.withColumns(List.of("id"));

    private final MemoryStore store;
    private final BufferAllocator allocator = new RootAllocator();
    private final Map<Long, Integer> counts = new HashMap<>();
    private final Map<String, byte[]> known = new HashMap<>();
    private boolean refreshed;

    VisibleRows(MemoryStore store) {
        this.store = store;
    }

    /** Reads what was published since, and what was replaced; says whether there is anything not looked at yet. */
    boolean refresh() {
        for (String key : store.keys()) {
            if (!key.endsWith(".parquet")) {
                continue;
            }
            byte[] content = store.content(key);
            byte[] before = known.get(key);
            if (!Arrays.equals(content, before)) {
                if (before != null) {
                    count(before, -1);
                }
                count(content, 1);
                known.put(key, content);
                refreshed = true;
            }
        }
        return refreshed;
    }

    /** Everything was looked at. */
    void looked() {
        refreshed = false;
    }

    private void count(byte[] content, int sign) {
        try (RangeSource source = new ArraySource(content);
                ParquetBatchReader reader =
                        ParquetFile.open(source, ReadLimits.DEFAULTS).read(IDS, ReadOptions.DEFAULTS, allocator)) {
            while (true) {
                try (ArrowBatch batch = reader.next()) {
                    if (batch == null) {
                        return;
                    }
                    BigIntVector ids = (BigIntVector) batch.vectors().getVector("id");
                    for (int row = 0; row < ids.getValueCount(); row++) {
                        counts.merge(ids.get(row), sign, (left, right) -> left + right == 0 ? null : left + right);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the row {@code id} is there. */
    boolean has(long id) {
        return counts.containsKey(id);
    }

    /** How often the row {@code id} is there. */
    int count(long id) {
        return counts.getOrDefault(id, 0);
    }

    @Override
    public void close() {
        allocator.close();
    }
}
