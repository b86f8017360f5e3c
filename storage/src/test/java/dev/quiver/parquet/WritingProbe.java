/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
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
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A process that writes many rows of 22 columns to one file and tells how much memory it took. */
public final class WritingProbe {
    private static final int BATCH_ROWS = 10_000;
    private static final int BATCHES = 3;
    private static final int TRACE_BYTES = 16;
    private static final String RESIDENT = "VmRSS:";

    private WritingProbe() {}

    /**
     * Writes the file {@code arguments[0]} of {@code arguments[1]} rows and prints the process's resident memory in
     * KiB, once after a tenth of the rows and once after all of them.
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        long rowCount = Long.parseLong(arguments[1]);
        ParquetOptions options = ParquetOptions.DEFAULTS.withRowGroups(
                new RowGroupOptions(16 << 20, RowGroupOptions.DEFAULTS.rowsMax()));
        List<ArrowBatch> batches = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(schema(), options, encoders, output)) {
            for (int seed = 0; seed < BATCHES; seed++) {
                batches.add(batch(allocator, new Random(seed)));
            }
            long written = 0;
            while (written < rowCount) {
                writer.write(batches.get((int) (written / BATCH_ROWS % BATCHES)), 0, BATCH_ROWS);
                written += BATCH_ROWS;
                if (written == rowCount / 10) {
                    System.out.println(residentKib());
                }
            }
            writer.finish(Map.of());
            System.out.println(residentKib());
            batches.forEach(ArrowBatch::close);
        }
    }

    private static long residentKib() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(RESIDENT)) {
                return Long.parseLong(line.substring(RESIDENT.length(), line.length() - "kB".length())
                        .strip());
            }
        }
        throw new IOException("the system does not say how much memory is resident");
    }

    private static Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (int column = 0; column < 6; column++) {
            fields.add(field("number" + column, new ArrowType.Int(Long.SIZE, true)));
            fields.add(field("text" + column, new ArrowType.Utf8()));
            fields.add(field("ratio" + column, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)));
        }
        for (int column = 0; column < 4; column++) {
            fields.add(field("trace" + column, new ArrowType.FixedSizeBinary(TRACE_BYTES)));
        }
        return new Schema(fields);
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }

    @SuppressWarnings("MustBeClosedChecker") // the caller's
    private static ArrowBatch batch(BufferAllocator allocator, Random random) {
        VectorSchemaRoot root = VectorSchemaRoot.create(schema(), allocator);
        byte[] trace = new byte[TRACE_BYTES];
        for (int row = 0; row < BATCH_ROWS; row++) {
            for (int column = 0; column < 6; column++) {
                ((BigIntVector) root.getVector("number" + column)).setSafe(row, random.nextInt(1 << (4 * column + 4)));
                byte[] text = ("some text " + random.nextInt(1 << (3 * column + 2))).getBytes(StandardCharsets.UTF_8);
                ((VarCharVector) root.getVector("text" + column)).setSafe(row, text);
                ((Float8Vector) root.getVector("ratio" + column)).setSafe(row, random.nextDouble());
            }
            for (int column = 0; column < 4; column++) {
                random.nextBytes(trace);
                ((FixedSizeBinaryVector) root.getVector("trace" + column)).setSafe(row, trace);
            }
        }
        root.setRowCount(BATCH_ROWS);
        return new ArrowBatch(root);
    }
}
