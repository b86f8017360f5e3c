/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.RandomRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Schema;

/** Runs in a class loader that has no Hadoop. */
public final class WithoutHadoopProbe {
    private WithoutHadoopProbe() {}

    /** Writes a file of 1000 rows of every type with each codec. */
    public static void writeFiles(Path directory) throws IOException {
        for (Compression compression : Compression.values()) {
            writeFile(directory.resolve(compression + ".parquet"), compression);
        }
    }

    private static void writeFile(Path file, Compression compression) throws IOException {
        RandomRecords records = new RandomRecords(7);
        Schema schema = records.schema(3);
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        records.rows(schema, 1000).forEach(builder::append);
        ParquetOptions options = new ParquetOptions(compression, 1, 1 << 20, 1 << 16, 20_000);
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBatch batch = builder.seal(allocator);
                PageCompressor compressor = new PageCompressor(options);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer =
                        new ParquetBatchWriter(builder.arrowSchema(), options, compressor, output)) {
            writer.write(batch, 0, 1000);
            writer.finish(Map.of());
        }
    }
}
