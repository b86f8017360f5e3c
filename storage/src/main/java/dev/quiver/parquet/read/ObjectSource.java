/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import dev.quiver.store.ObjectStore;
import java.io.IOException;

/**
 * An object of a store.
 *
 * @param store stays the caller's
 * @param name the key
 * @param size bytes of the object
 */
record ObjectSource(ObjectStore store, String name, long size) implements RangeSource {
    @Override
    public byte[] read(long offset, int length) throws IOException {
        return store.read(name, offset, length);
    }

    @Override
    public void close() {}
}
