/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.kafka.connect.data.Struct;

/** From rows to one message with all of them. */
abstract sealed class EncodeJob implements Job<List<Struct>> {
    @Override
    public List<Struct> prepare(List<Struct> rows) {
        return rows;
    }

    @Override
    public long run(List<Struct> rows) {
        return encode(rows).length;
    }

    @Override
    public void close() {}

    abstract byte[] encode(List<Struct> rows);

    /** Avro's binary encoding. */
    static final class Avro extends EncodeJob {
        private final AvroRows avro = new AvroRows(FlatRecords.SCHEMA);

        @Override
        byte[] encode(List<Struct> rows) {
            return avro.encode(rows);
        }
    }

    /** Vectors that are used again, filled through a writer for each column, and Arrow's own writer of streams. */
    static final class ArrowJava extends EncodeJob {
        private final BufferAllocator allocator = new RootAllocator();
        private final VectorSchemaRoot root = VectorSchemaRoot.create(FillJob.arrowSchema(), allocator);
        private final FillJob.Writers writers = new FillJob.Writers(root);
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        byte[] encode(List<Struct> rows) {
            root.getFieldVectors().forEach(FieldVector::reset);
            writers.fill(rows);
            bytes.reset();
            try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
                writer.writeBatch();
                writer.end();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            root.close();
            allocator.close();
        }
    }

    /** Quiver's converter. */
    static final class Converter extends EncodeJob {
        private final FlatMessages messages = new FlatMessages();

        @Override
        byte[] encode(List<Struct> rows) {
            return messages.encode(rows);
        }
    }
}
