/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.benchmarks.ReadPass.Columns;
import dev.quiver.parquet.ParquetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a Parquet file of {@link OtelRecords} that the Parquet sink's way has written: zstd 3, row groups of 32 MiB.
 *
 * @param name what it is, in a few words
 * @param columns which columns are read
 * @param pass how
 */
record ReadContender(String name, Columns columns, ReadPass pass) implements Contender {
    private static final long SEED = 42;
    /** A pass takes a tenth of a second or so: one alone would be as short as the compiler's work on it. */
    private static final int PASSES = 4;
    /** By rows: to make a file takes several times as long as to read it. */
    private static final Map<Integer, byte[]> FILES = new HashMap<>();

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        Path file = directory.resolve("rows.parquet");
        Files.write(file, content(rowCount, directory));
        for (int round = 0; round < PASSES; round++) {
            stopwatch.start();
            long rows = pass.read(file, columns);
            stopwatch.stop();
            if (rows != rowCount) {
                throw new IllegalStateException(name + " read " + rows + " of " + rowCount + " rows");
            }
        }
        return new Work((long) PASSES * rowCount, 0);
    }

    private static byte[] content(int rowCount, Path directory) throws IOException {
        byte[] known = FILES.get(rowCount);
        if (known != null) {
            return known;
        }
        Path file = directory.resolve("made.parquet");
        OtelRecords records = new OtelRecords(SEED);
        ArrowParquet parquet = new ArrowParquet(ParquetOptions.DEFAULTS, 1);
        parquet.open(file, OtelRecords.SCHEMA);
        for (int made = 0; made < rowCount; made += OtelRecords.BATCH_ROWS) {
            parquet.write(records.next(Math.min(OtelRecords.BATCH_ROWS, rowCount - made)));
        }
        parquet.close();
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        FILES.put(rowCount, content);
        return content;
    }
}
