/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.arrow.BatchBuilder;
import dev.quiver.arrow.NullHandling;
import dev.quiver.arrow.RandomRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.data.Schema;

/** Runs in a class loader that has no Hadoop. */
public final class WithoutHadoopProbe {
    private WithoutHadoopProbe() {}

    /** Writes a file of 1000 rows of every type with each codec, and an encrypted one. */
    public static void writeFiles(Path directory) throws IOException {
        for (Compression compression : Compression.values()) {
            ParquetOptions options = new ParquetOptions(compression, 1, 1 << 20, 1 << 16, 20_000);
            writeFile(directory.resolve(compression + ".parquet"), options);
        }
        Encryption.Key key = new Encryption.Key("probe", "sixteen bytes ok".getBytes(StandardCharsets.US_ASCII));
        FileOptions encrypted = FileOptions.DEFAULTS.withEncryption(Encryption.of(key));
        writeFile(directory.resolve("encrypted.parquet"), ParquetOptions.DEFAULTS.withFile(encrypted));
    }

    private static void writeFile(Path file, ParquetOptions options) throws IOException {
        RandomRecords records = new RandomRecords(7);
        Schema schema = records.schema(3);
        BatchBuilder builder = new BatchBuilder(schema, NullHandling.KEEP);
        records.rows(schema, 1000).forEach(builder::append);
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBatch batch = builder.seal(allocator);
                ColumnEncoders encoders = new ColumnEncoders(options, 1);
                OutputStream output = Files.newOutputStream(file);
                ParquetBatchWriter writer = new ParquetBatchWriter(builder.arrowSchema(), options, encoders, output)) {
            writer.write(batch, 0, 1000);
            writer.finish(Map.of());
        }
    }
}
