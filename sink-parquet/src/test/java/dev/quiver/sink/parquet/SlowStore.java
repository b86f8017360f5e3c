/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.store.MemoryStore;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import dev.quiver.store.StoredObject;
import dev.quiver.store.VersionedObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A store whose calls take a while, or do not end before somebody lets them. */
final class SlowStore implements ObjectStore {
    private final MemoryStore store;
    private final long callNs;
    private final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger inFlightMost = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();
    final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
    /** What publications and seals wait for. */
    volatile @Nullable CountDownLatch gate;
    /** Whether they fail behind it. */
    volatile boolean isFailing;

    SlowStore(MemoryStore store, long callNs) {
        this.store = store;
        this.callNs = callNs;
    }

    private void call() throws StoreException {
        requests.incrementAndGet();
        int now = inFlight.incrementAndGet();
        inFlightMost.accumulateAndGet(now, Math::max);
        try {
            LockSupport.parkNanos(callNs);
            CountDownLatch waited = gate;
            if (waited != null) {
                waited.await();
            }
            if (isFailing) {
                throw StoreException.retriable("the store fails", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.retriable("interrupted", e);
        } finally {
            inFlight.decrementAndGet();
        }
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
    public void tag(String key, Map<String, String> newTags) {
        tags.put(key, Map.copyOf(newTags));
    }

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // handed on
    public StagedObject stage(String key) throws StoreException {
        call();
        return store.stage(key);
    }

    @Override
    public void publish(SealedObject sealed) throws StoreException {
        call();
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
