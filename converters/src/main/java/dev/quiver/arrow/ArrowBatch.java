/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.arrow;

import com.google.errorprone.annotations.MustBeClosed;
import org.apache.arrow.vector.VectorSchemaRoot;

/** Rows as Arrow vectors, which belong to this object alone until it is closed. */
public final class ArrowBatch implements AutoCloseable {
    private final VectorSchemaRoot root;
    private boolean closed;

    /** Takes ownership of {@code owned}, whose row count must already be set. */
    @MustBeClosed
    public ArrowBatch(VectorSchemaRoot owned) {
        this.root = owned;
    }

    /** The vectors, for reading only. Valid until {@link #close}. */
    public VectorSchemaRoot vectors() {
        if (closed) {
            throw new IllegalStateException("batch of " + root.getRowCount() + " rows is already closed");
        }
        return root;
    }

    /** The number of rows. */
    public int rowCount() {
        return root.getRowCount();
    }

    /** Bytes that the vectors hold off the heap. */
    public long byteCount() {
        return vectors().getFieldVectors().stream()
                .mapToLong(vector -> vector.getBufferSize())
                .sum();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            root.close();
        }
    }
}
