/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import org.jspecify.annotations.Nullable;

/** Finds out whether a store honours the conditions of writes, which some servers take and ignore. */
public final class ConditionalWrites {
    private ConditionalWrites() {}

    /**
     * Writes an object of its own, which it removes again.
     *
     * @throws StoreException permanently if the store ignores conditions
     */
    public static void require(ObjectStore store, LedgerKeys keys, String owner) throws StoreException {
        String key = keys.probe(owner);
        try {
            String first = store.writeVersioned(key, content(owner, 1), null);
            requireRefused(store, key, content(owner, 2), null);
            store.writeVersioned(key, content(owner, 3), first);
            requireRefused(store, key, content(owner, 4), first);
        } finally {
            store.delete(key);
        }
    }

    private static void requireRefused(ObjectStore store, String key, byte[] content, @Nullable String expected)
            throws StoreException {
        try {
            store.writeVersioned(key, content, expected);
        } catch (StoreException e) {
            if (e.isConflict()) {
                return;
            }
            throw e;
        }
        throw StoreException.permanent("the store ignores the conditions of writes, " + key + " was overwritten", null);
    }

    private static byte[] content(String owner, int number) {
        return (owner + " " + number).getBytes(UTF_8);
    }
}
