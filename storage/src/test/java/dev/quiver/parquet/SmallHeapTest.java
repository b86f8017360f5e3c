/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.arrow.ArrowBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader holds does not grow with the row group. */
final class SmallHeapTest {
    private static final int COLUMNS = 22;
    private static final int BATCH_ROWS = 20_000;
    private static final int BATCHES = 36;

    @TempDir
    private Path directory;

    @Test
    void aRowGroupOfSeventyMegabytesIsReadIn48MegabytesOfHeap() throws Exception {
        Path file = directory.resolve("large.parquet");
        write(file);
        assertThat(Files.size(file)).isGreaterThan(70 << 20);
        assertThat(output(file, "-Xmx48m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC"))
                .matches("720000 rows, batches of at most [1-9] MiB");
    }

    private static String output(Path file, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), HeapProbe.class.getName(), file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** One row group, half of its columns random numbers and half texts with a dictionary. */
    private static void write(Path file) throws IOException {
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < COLUMNS; column++) {
            ArrowType type = column % 2 == 0 ? new ArrowType.Int(64, true) : new ArrowType.Utf8();
            fields.add(Field.nullable("c" + column, type));
        }
        Schema schema = new Schema(fields);
        ParquetOptions options = ParquetOptions.DEFAULTS
                .withColumns(ColumnOptions.DEFAULTS.withCompression(Compression.NONE, 0))
                .withRowGroups(new RowGroupOptions(1 << 30, 1 << 30));
        Random random = new Random(1);
        try (BufferAllocator allocator = new RootAllocator();
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema, options, encoders, output)) {
            for (int batch = 0; batch < BATCHES; batch++) {
                try (ArrowBatch rows = batch(schema, random, allocator)) {
                    writer.write(rows, 0, BATCH_ROWS);
                }
            }
            writer.finish(Map.of());
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private static ArrowBatch batch(Schema schema, Random random, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        for (FieldVector vector : root.getFieldVectors()) {
            for (int row = 0; row < BATCH_ROWS; row++) {
                if (vector instanceof BigIntVector numbers) {
                    numbers.setSafe(row, random.nextLong() >>> 8);
                } else {
                    byte[] text =
                            ("a text of some length, number " + random.nextInt(5_000)).getBytes(StandardCharsets.UTF_8);
                    ((VarCharVector) vector).setSafe(row, text);
                }
            }
        }
        root.setRowCount(BATCH_ROWS);
        return new ArrowBatch(root);
    }
}
