/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.converter;

import dev.quiver.arrow.RowReader;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one Kafka record: structs made when they are asked for, and the checked Arrow IPC bytes they are made of.
 * Cannot be changed.
 */
final class LazyRows extends AbstractList<Struct> implements Supplier<ByteBuffer>, RandomAccess {
    private final byte[] bytes;
    private final IpcContent content;
    private final RowReader reader;
    private final int size;
    private volatile @Nullable List<List<Struct>> batches;

    /** The rows of {@code content}, which was decoded from {@code bytes}. */
    LazyRows(byte[] bytes, IpcContent content, RowReader reader) {
        this.bytes = bytes;
        this.content = content;
        this.reader = reader;
        this.size = content.rowCount();
    }

    /** The bytes, not to be changed. */
    @Override
    public ByteBuffer get() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    @Override
    public Struct get(int index) {
        int row = Objects.checkIndex(index, size);
        for (List<Struct> batch : batches()) {
            if (row < batch.size()) {
                return batch.get(row);
            }
            row -= batch.size();
        }
        throw new IllegalStateException("row " + index + " of " + size + " is in no batch");
    }

    private List<List<Struct>> batches() {
        List<List<Struct>> bound = batches;
        if (bound == null) {
            bound = new ArrayList<>();
            for (DecodedBatch batch : content.batches()) {
                bound.add(reader.rows(batch));
            }
            batches = bound;
        }
        return bound;
    }

    @Override
    public int size() {
        return size;
    }
}
