/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageContendersTest {
    private static final int ROWS = 12_345;

    @TempDir
    private Path directory;

    /** But for zstd alone, which leaves the uncompressed pages that it took. */
    @Test
    void everyContenderLeavesAFileOfAllRows() throws IOException {
        for (Comparison comparison : StorageComparisons.all()) {
            for (Contender contender : List.of(comparison.baseline(), comparison.candidate())) {
                Path empty = Files.createTempDirectory(directory, "contender");
                Work work = contender.run(ROWS, empty, Stopwatch.ofProcess());
                assertThat(work.unitCount()).as(contender.name()).isEqualTo(ROWS);
                assertThat(work.outputBytes()).as(contender.name()).isPositive();
                assertThat(rowCount(empty.resolve("rows"))).as(contender.name()).isEqualTo(ROWS);
            }
        }
    }

    private static long rowCount(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            return reader.getRecordCount();
        }
    }
}
