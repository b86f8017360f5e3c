/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Parquet files.
 *
 * @param encoders stays its owner's
 * @param allocator of rows that are sorted; stays its owner's
 */
record ParquetEncoding(ParquetConfig config, ColumnEncoders encoders, BufferAllocator allocator)
        implements FileEncoding {
    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed on
    public RowsWriter writer(Schema schema, OutputStream target) throws IOException {
        RowOrder order = config.sortBy().isEmpty() ? null : RowOrder.of(schema, config.sortBy());
        ParquetBatchWriter file = new ParquetBatchWriter(schema, config.options(), encoders, target);
        return order == null
                ? new ParquetRows(file)
                : new SortedParquetRows(file, new GatheredRows(schema), order, this);
    }
}
