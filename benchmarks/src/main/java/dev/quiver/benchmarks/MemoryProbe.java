/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.RowGroupOptions;
import dev.quiver.parquet.read.ReadOptions;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process that does one job and prints numbers of bytes, each on a line of its own behind its name: {@code rows}
 * last, when the job is done.
 */
final class MemoryProbe {
    private static final int DISTINCT_ROWS = 30_000;
    private static final long ROW_GROUP_BYTES = 16L << 20;
    private static final long BYTES_OF_KIB = 1 << 10;

    /** Before so many rows nothing is known yet of what a row takes. */
    private static final long FIRST_ROWS = 100_000;

    private static final int OBSERVATIONS = 40;

    private MemoryProbe() {}

    /**
     * Runs the job {@code arguments[0]} over {@code arguments[2]} rows, in the file or directory {@code arguments[1]}.
     */
    @SuppressWarnings("SystemOut") // what the parent process reads
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[1]);
        int rows = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "write" -> write(path, rows, new Observer(Integer.MAX_VALUE));
            case "growth" -> growth(path, rows);
            case "read" -> read(path);
            case "files" -> files(path, rows, Integer.parseInt(arguments[3]));
            default -> throw new IllegalArgumentException("unknown job " + arguments[0]);
        }
        System.out.println("rows=" + rows);
    }

    /** Sees how much memory is in use now and then, and keeps the most of the beginning and of the end. */
    private static final class Observer {
        private final long every;
        private long next;
        private long heapFirst;
        private long heapLast;
        private long residentFirst;
        private long residentLast;

        Observer(long every) {
            this.every = every;
            this.next = every;
        }

        /** Sees it if it is time after {@code written} of {@code rows}: the first tenth against the last one. */
        void passed(long written, long rows) throws IOException {
            if (written < next) {
                return;
            }
            next = written + every;
            if (written >= FIRST_ROWS && written <= rows / 10) {
                heapFirst = Math.max(heapFirst, liveHeap());
                residentFirst = Math.max(residentFirst, kernel("VmRSS:"));
            } else if (written > rows - rows / 10) {
                heapLast = Math.max(heapLast, liveHeap());
                residentLast = Math.max(residentLast, kernel("VmRSS:"));
            }
        }
    }

    private static void growth(Path file, int rows) throws IOException {
        Observer observer = new Observer(Math.max(1, rows / 10 / OBSERVATIONS));
        write(file, rows, observer);
        print("heap-growth", Math.max(0, observer.heapLast - observer.heapFirst));
        print("resident-growth", Math.max(0, observer.residentLast - observer.residentFirst));
    }

    private static void write(Path file, long rows, Observer observer) throws IOException {
        ParquetOptions options = ParquetOptions.DEFAULTS.withRowGroups(
                new RowGroupOptions(ROW_GROUP_BYTES, RowGroupOptions.DEFAULTS.rowsMax()));
        try (OtelBatches distinct = new OtelBatches((int) Math.min(DISTINCT_ROWS, rows));
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                ParquetBatchWriter writer = new ParquetBatchWriter(distinct.schema(), options, encoders, output)) {
            List<ArrowBatch> batches = distinct.batches();
            for (int index = 0; writer.rowCount() < rows; index++) {
                ArrowBatch batch = batches.get(index % batches.size());
                writer.write(batch, 0, (int) Math.min(batch.rowCount(), rows - writer.rowCount()));
                observer.passed(writer.rowCount(), rows);
            }
            writer.finish(Map.of());
        }
    }

    private static void read(Path file) throws IOException {
        print("read", ReadPasses.vectors(file, ReadPass.Columns.ALL, ReadOptions.DEFAULTS));
    }

    /** The sink's task with {@code fileCount} files open at once. */
    private static void files(Path directory, int rows, int fileCount) throws IOException {
        OtelRecords records = new OtelRecords(1);
        SinkPath sink = new SinkPath(offset -> offset % fileCount, Map.of());
        long heapBefore = liveHeap();
        long residentBefore = kernel("VmRSS:");
        sink.open(directory, OtelRecords.SCHEMA);
        for (int written = 0; written < rows; written += OtelRecords.BATCH_ROWS) {
            sink.write(records.next(OtelRecords.BATCH_ROWS));
        }
        print("open-heap", Math.max(0, liveHeap() - heapBefore));
        print("open-resident", Math.max(0, kernel("VmRSS:") - residentBefore));
        sink.close();
        print("resident-peak", kernel("VmHWM:"));
    }

    private static long liveHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A number of bytes that Linux tells of this process. */
    private static long kernel(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name)) {
                String kib = line.substring(name.length(), line.length() - "kB".length());
                return Long.parseLong(kib.strip()) * BYTES_OF_KIB;
            }
        }
        throw new IOException("the system does not tell " + name);
    }

    @SuppressWarnings("SystemOut") // what the parent process reads
    private static void print(String name, long value) {
        System.out.println(name + "=" + value);
    }
}
