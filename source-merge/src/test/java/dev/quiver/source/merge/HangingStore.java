/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A store that never answers, not even when it is interrupted, until it is told to fail. */
final class HangingStore implements ObjectStore {
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    /** Waits until somebody has asked for something. */
    void awaitAsked() throws InterruptedException {
        asked.await();
    }

    void release() {
        released.countDown();
    }

    private StoreException hang() {
        asked.countDown();
        boolean waiting = true;
        while (waiting) {
            try {
                released.await();
                waiting = false;
            } catch (InterruptedException e) {
                // Some calls cannot be interrupted.
                waiting = released.getCount() > 0;
            }
        }
        return StoreException.permanent("released", null);
    }

    @Override
    public List<StoredObject> list(String prefix) throws StoreException {
        throw hang();
    }

    @Override
    public @Nullable StoredObject stat(String key) throws StoreException {
        throw hang();
    }

    @Override
    public byte[] read(String key, long offset, int length) throws StoreException {
        throw hang();
    }

    @Override
    public StagedObject stage(String key) throws StoreException {
        throw hang();
    }

    @Override
    public void publish(SealedObject sealed) throws StoreException {
        throw hang();
    }

    @Override
    public void abort(SealedObject sealed) throws StoreException {
        throw hang();
    }

    @Override
    public Uploads uploads(String prefix, Predicate<String> keys) throws StoreException {
        throw hang();
    }

    @Override
    public @Nullable VersionedObject readVersioned(String key) throws StoreException {
        throw hang();
    }

    @Override
    public String writeVersioned(String key, byte[] content, @Nullable String expected) throws StoreException {
        throw hang();
    }

    @Override
    public void delete(String key) throws StoreException {
        throw hang();
    }

    @Override
    public void close() {}
}
