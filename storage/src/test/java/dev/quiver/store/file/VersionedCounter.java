/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.VersionedObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A process whose threads count in small objects, each time from the version that they have read. */
public final class VersionedCounter {
    private static volatile boolean stopped;

    private VersionedCounter() {}

    /** Counts: the store's directory, how often each thread counts, and the key of each thread. */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ObjectStore store = FileStore.open(Path.of(arguments[0]), false)) {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 2; thread < arguments.length; thread++) {
                String key = arguments[thread];
                done.add(threads.submit(() -> {
                    for (int step = 0; step < count; step++) {
                        increment(store, key);
                    }
                    return null;
                }));
            }
            threads.execute(() -> giveUpAgainAndAgain(store, arguments[2]));
            for (Future<?> each : done) {
                each.get();
            }
            stopped = true;
        } finally {
            threads.shutdownNow();
        }
    }

    /** A thread that is interrupted closes the lock file in the midst of what others do. */
    private static void giveUpAgainAndAgain(ObjectStore store, String key) {
        while (!stopped) {
            Thread.currentThread().interrupt();
            try {
                store.writeVersioned(key, UUID.randomUUID().toString().getBytes(UTF_8), "none");
            } catch (StoreException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static void increment(ObjectStore store, String key) throws StoreException {
        boolean written = false;
        while (!written) {
            VersionedObject found = store.readVersioned(key);
            // No two writes may have the same content.
            String next = (found == null ? 1 : count(found) + 1) + " " + UUID.randomUUID();
            try {
                store.writeVersioned(key, next.getBytes(UTF_8), found == null ? null : found.version());
                written = true;
            } catch (StoreException e) {
                if (!e.isConflict()) {
                    throw e;
                }
            }
        }
    }

    /** What {@code object} counts. */
    static int count(VersionedObject object) {
        String content = new String(object.content(), UTF_8);
        return Integer.parseInt(content.substring(0, content.indexOf(' ')));
    }
}
