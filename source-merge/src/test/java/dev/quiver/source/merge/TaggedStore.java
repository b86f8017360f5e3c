/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Another store whose objects have tags. */
record TaggedStore(ObjectStore store, Map<String, Map<String, String>> tags) implements ObjectStore {
    @Override
    public void tag(String key, Map<String, String> wanted) {
        tags.put(key, new TreeMap<>(wanted));
    }

    @Override
    public List<StoredObject> list(String prefix) throws StoreException {
        return store.list(prefix);
    }

    @Override
    public @Nullable StoredObject stat(String key) throws StoreException {
        return store.stat(key);
    }

    @Override
    public byte[] read(String key, long offset, int length) throws StoreException {
        return store.read(key, offset, length);
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    public StagedObject stage(String key) throws StoreException {
        return store.stage(key);
    }

    @Override
    public void publish(SealedObject sealed) throws StoreException {
        store.publish(sealed);
    }

    @Override
    public void abort(SealedObject sealed) throws StoreException {
        store.abort(sealed);
    }

    @Override
    public Uploads uploads(String prefix, Predicate<String> keys) throws StoreException {
        return store.uploads(prefix, keys);
    }

    @Override
    public @Nullable VersionedObject readVersioned(String key) throws StoreException {
        return store.readVersioned(key);
    }

    @Override
    public String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException {
        return store.writeVersioned(key, content, expected);
    }

    @Override
    public void delete(String key) throws StoreException {
        store.delete(key);
    }

    @Override
    public void close() {
        store.close();
    }
}
