/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.parquet.read.Filter;
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

/** Runs in a class loader that has no Hadoop. */
public final class ReadWithoutHadoopProbe {
    private ReadWithoutHadoopProbe() {}

    /** The rows of {@code path}, read to the end and with a filter on its first leaf column. */
    public static long rows(Path path) throws IOException {
        long rows = 0;
        try (RangeSource source = RangeSource.of(path);
                BufferAllocator allocator = new RootAllocator()) {
            ParquetFile file = ParquetFile.open(source, ReadLimits.DEFAULTS);
            ReadRequest request = ReadRequest.ALL.withFilter(Filter.any(java.util.List.of(
                    Filter.isNull(file.paths().get(0)),
                    Filter.isNotNull(file.paths().get(0)))));
            try (ParquetBatchReader reader = file.read(request, ReadOptions.DEFAULTS, allocator)) {
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    rows += batch.rowCount();
                    batch.close();
                }
            }
        }
        return rows;
    }
}
