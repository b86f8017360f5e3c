/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.ParquetBatchReader;
import dev.quiver.parquet.read.ParquetFile;
import dev.quiver.parquet.read.RangeSource;
import dev.quiver.parquet.read.ReadLimits;
import dev.quiver.parquet.read.ReadOptions;
import dev.quiver.parquet.read.ReadRequest;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Reads a file in a JVM with little memory. */
public final class HeapProbe {
    private HeapProbe() {}

    /** Prints the rows of the file in the first argument. */
    @SuppressWarnings("SystemOut") // what the parent process reads
    public static void main(String[] arguments) throws IOException {
        long rows = 0;
        long bytesMax = 0;
        try (RangeSource source = RangeSource.of(Path.of(arguments[0]));
                BufferAllocator allocator = new RootAllocator(32 << 20);
                ParquetBatchReader reader = ParquetFile.open(source, ReadLimits.DEFAULTS)
                        .read(ReadRequest.ALL, ReadOptions.DEFAULTS.withBatches(1 << 14, 8 << 20), allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.rowCount();
                bytesMax = Math.max(bytesMax, batch.byteCount());
                batch.close();
            }
        }
        System.out.print(rows + " rows, batches of at most " + (bytesMax >> 20) + " MiB");
    }
}
