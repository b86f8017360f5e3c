/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of any number of rows is written in the same memory: 96 MiB of heap for row groups of 16 MiB. */
final class WritingHeapTest {
    @TempDir
    private Path directory;

    @Test
    void manyRowsFitIntoALittleHeap() throws Exception {
        write(300_000);
    }

    /** Between the first tenth of the rows and the last one. */
    @Tag("slow")
    @Test
    void memoryDoesNotGrowWithTheRows() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "the system tells how much memory is resident");
        List<Long> residentKib = write(5_000_000);
        assertThat(residentKib.get(1)).isLessThan(residentKib.get(0) + 16 * 1024);
    }

    private List<Long> write(long rowCount) throws Exception {
        Path file = directory.resolve("many.parquet");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // All of the heap is resident from the start: what grows is not on it.
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:MaxDirectMemorySize=96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProbe.class.getName(),
                        file.toString(),
                        Long.toString(rowCount))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor()).as(() -> content(output)).isZero();
        } finally {
            process.destroyForcibly();
        }
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            assertThat(reader.getRecordCount()).isEqualTo(rowCount);
        }
        return Files.readAllLines(output).stream()
                .filter(line -> line.matches("[0-9]+"))
                .map(Long::valueOf)
                .toList();
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
