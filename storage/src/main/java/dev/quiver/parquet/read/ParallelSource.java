/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import dev.quiver.store.ByteSpan;
import dev.quiver.store.ParallelReads;
import dev.quiver.store.StoredObject;
import java.io.IOException;
import java.util.List;

/**
 * An object of a store, as it was when it was found, of which long ranges are read by several requests at once.
 *
 * @param reads stays the caller's
 */
record ParallelSource(ParallelReads reads, StoredObject object) implements RangeSource {
    @Override
    public String name() {
        return object.key();
    }

    @Override
    public long size() {
        return object.bytes();
    }

    @Override
    public byte[] read(long offset, int length) throws IOException {
        return reads.read(object, List.of(new ByteSpan(offset, length))).get(0);
    }

    @Override
    public void close() {}
}
