/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.ipc;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;

/** Encodes batches of one schema as IPC streams and files. The schema is encoded once. Not thread safe. */
public final class IpcEncoder {
    private final Schema schema;
    private final IpcCompression compression;

    /** An encoder of batches of {@code schema}, which is in message format, as {@link IpcContent#schema} is. */
    public IpcEncoder(Schema schema, IpcCompression compression) {
        this.schema = schema;
        this.compression = compression;
    }

    /**
     * A stream: schema, dictionaries, batches and an end mark.
     *
     * @throws IllegalArgumentException if a batch does not fit the schema or a dictionary is missing
     */
    public byte[] stream(List<HeapBatch> batches, Dictionaries dictionaries) {
        throw new UnsupportedOperationException(schema + " " + compression + batches + dictionaries);
    }

    /**
     * A file: what a stream has, and a footer to find it by.
     *
     * @throws IllegalArgumentException if a batch does not fit the schema or a dictionary is missing
     */
    public byte[] file(List<HeapBatch> batches, Dictionaries dictionaries) {
        throw new UnsupportedOperationException(schema + " " + compression + batches + dictionaries);
    }
}
