/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.connect.errors.DataException;

/** How all files of a task are encoded. */
sealed interface FileEncoding permits ParquetEncoding, ArrowEncoding {
    /** A writer of rows of {@code schema}, which the caller closes; {@code target} stays the caller's. */
    @MustBeClosed
    RowsWriter writer(Schema schema, OutputStream target) throws IOException;

    /**
     * Refuses rows that no file can hold while it is known which record brought them.
     *
     * @throws DataException if a column of {@code schema} has no form in files; the message names it
     */
    @SuppressWarnings("MustBeClosedChecker") // closed at once
    default void requireFits(Schema schema) {
        try {
            writer(schema, OutputStream.nullOutputStream()).close();
        } catch (IllegalArgumentException e) {
            throw new DataException(e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("a stream that goes nowhere failed", e);
        }
    }
}
