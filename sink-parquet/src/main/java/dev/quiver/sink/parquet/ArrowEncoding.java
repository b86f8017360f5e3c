/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.OutputStream;
import org.apache.arrow.vector.types.pojo.Schema;

/** Arrow IPC files. */
record ArrowEncoding(ArrowConfig config) implements FileEncoding {
    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed on
    public RowsWriter writer(Schema schema, OutputStream target) {
        return new ArrowRows(schema, config, target);
    }
}
