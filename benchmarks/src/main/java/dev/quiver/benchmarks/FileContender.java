/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.FileSource;
import dev.quiver.ipc.HeapBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcFileReader;
import dev.quiver.ipc.IpcFileWriter;
import dev.quiver.ipc.IpcLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * An Arrow file of a million rows of {@link FlatRecords}, in batches of 10 000, that is written or read once a round.
 *
 * @param name what it is, in a few words
 * @param pass writes or reads the file
 */
record FileContender(String name, Pass pass) implements Contender {
    static final int ROWS = 1_000_000;

    private static final long SEED = 42;
    private static final int BATCH_ROWS = 10_000;
    /** One way to go over the file. */
    interface Pass {
        void run(Path file, Stopwatch stopwatch) throws IOException;
    }

    /** From batches on the heap until the operating system has the bytes. */
    static FileContender writing() {
        return new FileContender("Arrow file written", (file, stopwatch) -> {
            List<HeapBatch> batches = batches();
            System.gc();
            stopwatch.start();
            write(file, batches);
            stopwatch.stop();
        });
    }

    /** From opening the file until every batch of it was checked vectors, one after the other. */
    static FileContender reading() {
        return new FileContender("Arrow file mapped, checked and read as vectors", (file, stopwatch) -> {
            write(file, batches());
            System.gc();
            stopwatch.start();
            int rowCount = read(file);
            stopwatch.stop();
            if (rowCount != ROWS) {
                throw new IllegalStateException("lost rows");
            }
        });
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        Path file = directory.resolve("rows.arrow");
        pass.run(file, stopwatch);
        return new Work(ROWS, Files.size(file));
    }

    private static List<HeapBatch> batches() {
        FlatRecords records = new FlatRecords(SEED);
        BatchBuilder builder = new BatchBuilder(FlatRecords.SCHEMA, NullHandling.KEEP);
        List<HeapBatch> batches = new ArrayList<>();
        for (int made = 0; made < ROWS; made += BATCH_ROWS) {
            records.next(BATCH_ROWS).forEach(builder::append);
            batches.add(builder.sealOnHeap(null).batch());
        }
        return batches;
    }

    private static void write(Path file, List<HeapBatch> batches) throws IOException {
        try (OutputStream output = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            IpcFileWriter writer = new IpcFileWriter(FillJob.arrowSchema(), IpcCompression.NONE, output);
            for (HeapBatch batch : batches) {
                writer.write(batch, Dictionaries.NONE);
            }
            writer.finish();
        }
    }

    private static int read(Path file) throws IOException {
        int rowCount = 0;
        try (BufferAllocator allocator = new RootAllocator();
                IpcFileReader reader = new IpcFileReader(FileSource.mapped(file), IpcLimits.DEFAULTS)) {
            for (int index = 0; index < reader.batchCount(); index++) {
                try (VectorSchemaRoot vectors = reader.vectors(index, allocator)) {
                    rowCount += vectors.getRowCount();
                }
            }
        }
        return rowCount;
    }
}
