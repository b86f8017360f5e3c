/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** From the values of a poll, each of them Avro behind the id of its schema, to what a task makes of them. */
final class AvroReadJob implements Job<List<byte[]>> {
    private final AvroReading reading;
    private final Use use;

    /** What is made of a poll. */
    private interface Use {
        /** Returns a number that follows from all that was made. */
        long of(List<byte[]> messages, AvroReading reading);
    }

    private AvroReadJob(AvroReading reading, Use use) {
        this.reading = reading;
        this.use = use;
    }

    /** Structs that nobody looks at. */
    static AvroReadJob untouched(AvroReading reading) {
        return new AvroReadJob(reading, (messages, through) -> {
            int fieldCount = 0;
            for (byte[] message : messages) {
                fieldCount += through.read(message).schema().fields().size();
            }
            return fieldCount;
        });
    }

    /** Structs all of whose values are looked at. */
    static AvroReadJob touched(AvroReading reading) {
        return new AvroReadJob(reading, (messages, through) -> {
            int presentCount = 0;
            for (byte[] message : messages) {
                Struct row = through.read(message);
                for (Field field : row.schema().fields()) {
                    presentCount += row.get(field) == null ? 0 : 1;
                }
            }
            return presentCount;
        });
    }

    /** A sealed batch of vectors. */
    static AvroReadJob batch(AvroReading reading) {
        Vectors vectors = new Vectors();
        return new AvroReadJob(reading, vectors::fill);
    }

    /** Fills vectors, which are dropped as soon as they are full. */
    private static final class Vectors {
        private BatchBuilder builder = new BatchBuilder(FlatRecords.SCHEMA, NullHandling.KEEP);
        private boolean isFirst = true;

        private long fill(List<byte[]> messages, AvroReading reading) {
            for (byte[] message : messages) {
                Struct row = reading.read(message);
                if (isFirst) {
                    // The schema that came through Avro knows its version.
                    builder = new BatchBuilder(row.schema(), NullHandling.KEEP);
                    isFirst = false;
                }
                builder.append(row);
            }
            try (BufferAllocator allocator = new RootAllocator();
                    ArrowBatch batch = builder.seal(allocator)) {
                return batch.rowCount();
            }
        }
    }

    @Override
    public List<byte[]> prepare(List<Struct> rows) {
        return reading.write(rows);
    }

    @Override
    public long run(List<byte[]> messages) {
        if (use.of(messages, reading) == 0) {
            throw new IllegalStateException("lost rows");
        }
        return 0;
    }

    @Override
    public void close() {
        reading.close();
    }
}
