/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.ipc.Dictionaries;
import dev.quiver.ipc.HeapBatch;
import dev.quiver.ipc.IpcCompression;
import dev.quiver.ipc.IpcContent;
import dev.quiver.ipc.IpcDecoder;
import dev.quiver.ipc.IpcEncoder;
import dev.quiver.ipc.IpcLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

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
    /** Written at once: a channel copies what it is given into memory off the heap, and keeps that. */
    private static final int WRITTEN_BYTES = 1 << 20;

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

    /** From the mapping of the file until all of it has been checked. */
    static FileContender reading() {
        return new FileContender("Arrow file mapped, copied to the heap and checked", (file, stopwatch) -> {
            write(file, batches());
            System.gc();
            stopwatch.start();
            IpcContent content = read(file);
            stopwatch.stop();
            if (content.rowCount() != ROWS) {
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
        IpcEncoder encoder = new IpcEncoder(FillJob.arrowSchema(), IpcCompression.NONE);
        ByteBuffer bytes = ByteBuffer.wrap(encoder.file(batches, Dictionaries.NONE));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int size = bytes.limit();
            while (bytes.position() < size) {
                bytes.limit(Math.min(size, bytes.position() + WRITTEN_BYTES));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }

    private static IpcContent read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return new IpcDecoder(IpcLimits.DEFAULTS).decode(mapped);
        }
    }
}
