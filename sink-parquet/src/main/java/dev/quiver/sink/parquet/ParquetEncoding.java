/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.parquet.ColumnEncoders;
import dev.quiver.parquet.ParquetBatchWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.errors.DataException;

/**
 * How all files of a task are encoded.
 *
 * @param encoders stays its owner's
 */
record ParquetEncoding(ParquetConfig config, ColumnEncoders encoders) {
    /** A writer of rows of {@code schema}, which the caller closes; {@code target} stays the caller's. */
    @MustBeClosed
    ParquetBatchWriter writer(Schema schema, OutputStream target) throws IOException {
        return new ParquetBatchWriter(schema, config.options(), encoders, target);
    }

    /**
     * Refuses rows that no Parquet file can hold while it is known which record brought them.
     *
     * @throws DataException if a column of {@code schema} has no Parquet form; the message names it
     */
    @SuppressWarnings("MustBeClosedChecker") // closed at once
    void requireFits(Schema schema) {
        try {
            writer(schema, OutputStream.nullOutputStream()).close();
        } catch (IllegalArgumentException e) {
            throw new DataException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("a stream that goes nowhere failed", e);
        }
    }
}
