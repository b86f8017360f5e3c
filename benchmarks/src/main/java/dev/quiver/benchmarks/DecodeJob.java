/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.ipc.BatchLoader;
import dev.quiver.ipc.DecodedBatch;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcLimits;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** From a message of Arrow IPC to its rows. */
abstract sealed class DecodeJob implements Job<byte[]> {
    private final FlatMessages messages = new FlatMessages();

    @Override
    public byte[] prepare(List<Struct> rows) {
        return messages.encode(rows);
    }

    @Override
    public long run(byte[] message) {
        if (decode(message) == 0) {
            throw new IllegalStateException("lost rows");
        }
        return 0;
    }

    @Override
    public void close() {}

    /** Decodes {@code message} and returns its rows or bytes, so that nothing can be left out unnoticed. */
    abstract long decode(byte[] message);

    /** Parsed and checked, on the heap. */
    static final class Checked extends DecodeJob {
        private final IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);

        @Override
        long decode(byte[] message) {
            return decoder.decode(message).rowCount();
        }
    }

    /** Parsed, checked and copied into vectors. */
    static final class Vectors extends DecodeJob {
        private final BufferAllocator allocator = new RootAllocator();
        private final IpcDecoder decoder = new IpcDecoder(IpcLimits.DEFAULTS);
        private @Nullable Schema schema;
        private @Nullable BatchLoader loader;

        @Override
        long decode(byte[] message) {
            IpcContent content = decoder.decode(message);
            BatchLoader known = loader(content.schema());
            for (DecodedBatch batch : content.batches()) {
                try (VectorSchemaRoot root = known.load(batch, allocator)) {
                    if (root.getRowCount() != batch.batch().rowCount()) {
                        throw new IllegalStateException("lost rows");
                    }
                }
            }
            return content.rowCount();
        }

        /** The decoder hands out the same object as long as the schema is the same. */
        @SuppressWarnings("ReferenceEquality")
        private BatchLoader loader(Schema wanted) {
            BatchLoader known = loader;
            if (known == null || wanted != schema) {
                known = new BatchLoader(wanted);
                loader = known;
                schema = wanted;
            }
            return known;
        }

        @Override
        public void close() {
            allocator.close();
        }
    }

    /** The bytes of the message copied off the heap, and nothing else: the least that a decoder to vectors can do. */
    static final class Copy extends DecodeJob {
        private final BufferAllocator allocator = new RootAllocator();

        @Override
        long decode(byte[] message) {
            try (ArrowBuf copy = allocator.buffer(message.length)) {
                copy.setBytes(0, message);
                return copy.capacity();
            }
        }

        @Override
        public void close() {
            allocator.close();
        }
    }
}
