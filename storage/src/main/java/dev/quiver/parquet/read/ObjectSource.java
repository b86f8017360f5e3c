/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoredObject;
import java.io.IOException;

/**
 * An object of a store, as it was when it was found.
 *
 * @param store stays the caller's
 */
record ObjectSource(ObjectStore store, StoredObject object) implements RangeSource {
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
        return store.read(object, offset, length);
    }

    @Override
    public void close() {}
}
