/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import dev.quiver.ipc.FileSource;

/**
 * An object of a store as an Arrow file to be read, as it was when it was found: once it is replaced, reads fail with a
 * conflict. Closing it does not close the store.
 *
 * @param store stays the caller's
 */
public record ObjectFile(ObjectStore store, StoredObject object) implements FileSource {
    @Override
    public long size() {
        return object.bytes();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws StoreException {
        System.arraycopy(store.read(object, position, length), 0, target, offset, length);
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }
}
