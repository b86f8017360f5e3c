/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.RowGroupOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How much memory files take, each in a process of its own. */
final class MemoryComparisons {
    private static final double MIB = 1 << 20;
    private static final int HEAP_ROWS = 2_000_000;
    private static final int GROWTH_ROWS = 10_000_000;
    private static final int OPEN_FILES = 1_000;
    private static final int MANY_FILES = 500;
    private static final int ROWS_OF_FILE = 1_000;

    /** The heap of a worker of which the task may have 256 MiB. */
    private static final String WORKER_HEAP = "-Xmx512m";

    private static final int HEAP_MIB_MIN = 16;
    private static final int HEAP_MIB_MAX = 256;
    private static final int HEAP_MIB_STEP = 4;

    private MemoryComparisons() {}

    static List<Comparison> all() {
        return List.of(
                figure("storage-write-heap-mb", 96, "least heap to write", MemoryComparisons::writeHeap),
                figure("storage-read-heap-mb", 48, "least heap to read", MemoryComparisons::readHeap),
                figure(
                        "storage-write-heap-growth-mb",
                        1,
                        "heap, last of ten million rows against the first",
                        directory -> growth(directory, "heap-growth")),
                figure(
                        "storage-write-rss-growth-mb",
                        5,
                        "resident memory, last of ten million rows against the first",
                        directory -> growth(directory, "resident-growth")),
                figure("sink-parquet-open-file-mb", 0.25, "one of 1 000 open files", MemoryComparisons::openFile),
                figure("sink-parquet-500-files-rss-mb", 406, "500 files at once", MemoryComparisons::peak));
    }

    private static Comparison figure(String figure, double mibMax, String name, MemoryContender.Job job) {
        return Comparison.alone(
                new MemoryContender(name, job),
                new Measure(figure, Goal.atMost(mibMax), samples -> samples.outputBytes() / MIB));
    }

    private static long writeHeap(Path directory) throws IOException {
        Path file = directory.resolve("rows");
        return leastHeap(directory, List.of("write", file.toString(), Integer.toString(HEAP_ROWS)));
    }

    /** One row group of some 70 MB. */
    private static long readHeap(Path directory) throws IOException {
        Path file = directory.resolve("rows");
        ParquetOptions options = ParquetOptions.DEFAULTS.withRowGroups(new RowGroupOptions(1 << 30, 1 << 30));
        ArrowParquet parquet = new ArrowParquet(options, 1);
        OtelRecords records = new OtelRecords(1);
        parquet.open(file, OtelRecords.SCHEMA);
        for (int made = 0; made < HEAP_ROWS / 2; made += OtelRecords.BATCH_ROWS) {
            parquet.write(records.next(OtelRecords.BATCH_ROWS));
        }
        parquet.close();
        return leastHeap(directory, List.of("read", file.toString(), Integer.toString(HEAP_ROWS / 2)));
    }

    /** The smallest heap that is enough, to the next 4 MiB. */
    private static long leastHeap(Path directory, List<String> arguments) throws IOException {
        ChildJvm child = new ChildJvm(directory);
        int tooSmall = HEAP_MIB_MIN;
        int enough = HEAP_MIB_MAX;
        while (enough - tooSmall > HEAP_MIB_STEP) {
            int heap = (tooSmall + enough) / 2 / HEAP_MIB_STEP * HEAP_MIB_STEP;
            boolean isEnough = !child.run(List.of("-Xmx" + heap + "m", "-XX:+UseSerialGC"), arguments)
                    .isEmpty();
            enough = isEnough ? heap : enough;
            tooSmall = isEnough ? tooSmall : heap;
        }
        return (long) enough << 20;
    }

    /** All of the heap is resident from the start, so that what grows is not on it. */
    private static long growth(Path directory, String number) throws IOException {
        List<String> flags = List.of("-Xms128m", "-Xmx128m", "-XX:+AlwaysPreTouch");
        Path file = directory.resolve("rows");
        return number(
                new ChildJvm(directory)
                        .require(flags, List.of("growth", file.toString(), Integer.toString(GROWTH_ROWS))),
                number);
    }

    private static long openFile(Path directory) throws IOException {
        Map<String, Long> numbers = files(directory, OPEN_FILES, "-Xms512m", "-XX:+AlwaysPreTouch");
        return (number(numbers, "open-heap") + number(numbers, "open-resident")) / OPEN_FILES;
    }

    private static long peak(Path directory) throws IOException {
        return number(files(directory, MANY_FILES), "resident-peak");
    }

    private static Map<String, Long> files(Path directory, int count, String... more) throws IOException {
        List<String> flags = new ArrayList<>(List.of(more));
        flags.add(WORKER_HEAP);
        List<String> arguments = List.of(
                "files",
                directory.resolve("rows").toString(),
                Integer.toString(count * ROWS_OF_FILE),
                Integer.toString(count));
        return new ChildJvm(directory).require(flags, arguments);
    }

    private static long number(Map<String, Long> numbers, String name) throws IOException {
        Long number = numbers.get(name);
        if (number == null) {
            throw new IOException("the probe did not tell " + name);
        }
        return number;
    }
}
