/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.ParallelReads;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.nio.file.Path;

/** The bytes of one file, of which any range can be read. The bytes must not change while it is open. */
public interface RangeSource extends AutoCloseable {
    /** What messages call the file. */
    String name();

    /** The bytes of the file. */
    long size();

    /**
     * The {@code length} bytes from {@code offset} on, in an array that belongs to the caller.
     *
     * @throws IOException if they cannot be read, or the file ends before
     */
    byte[] read(long offset, int length) throws IOException;

    @Override
    void close() throws IOException;

    /** A file of the local file system, open until the source is closed. */
    @MustBeClosed
    static RangeSource of(Path file) throws IOException {
        return new FileSource(file);
    }

    /**
     * An object as it was when it was found: once it is replaced, reads fail with a conflict. Closing the source does
     * not close {@code store}.
     */
    static RangeSource of(ObjectStore store, StoredObject object) {
        return new ObjectSource(store, object);
    }

    /**
     * The same with long ranges read by several requests at once. Closing the source does not close {@code reads}.
     */
    static RangeSource of(ParallelReads reads, StoredObject object) {
        return new ParallelSource(reads, object);
    }
}
