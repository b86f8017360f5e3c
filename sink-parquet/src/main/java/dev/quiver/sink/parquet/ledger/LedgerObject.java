/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.VersionedObject;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one topic-partition in its store, as one owner sees it. A write whose outcome is not known is repeated
 * until it is, before anything else is written. One thread at a time.
 */
public final class LedgerObject {
    /** Two tasks that open one topic-partition at a time may disturb each other this often. */
    private static final int CLAIM_ATTEMPTS_MAX = 5;

    private final ObjectStore store;
    private final String key;
    private final String owner;
    private @Nullable Ledger current;
    private @Nullable String version;
    /** What is being written; its outcome may not be known. */
    private @Nullable Ledger next;

    /** The ledger under {@code key}, for the task {@code owner}, whose name no other task has or had. */
    public LedgerObject(ObjectStore store, String key, String owner) {
        this.store = store;
        this.key = key;
        this.owner = owner;
    }

    /** Where it lies. */
    public String key() {
        return key;
    }

    /**
     * Takes the topic-partition over: from here on no earlier owner can commit, nor can a write of ours that is still
     * on its way from an earlier turn. May be called again after a failure.
     *
     * @return the ledger as the earlier owner left it; its pending files are to be published
     */
    public Ledger claim() throws StoreException {
        for (int attempt = 1; ; attempt++) {
            try {
                return claimOnce();
            } catch (StoreException e) {
                next = null;
                if (!e.isConflict() || attempt == CLAIM_ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private Ledger claimOnce() throws StoreException {
        VersionedObject found = store.readVersioned(key);
        Ledger before = found == null ? null : parse(key, found.content());
        version = found == null ? null : found.version();
        current = before;
        write(before == null ? Ledger.first(owner) : before.takenOverBy(owner));
        return current();
    }

    /** Takes the topic-partition over, publishes what is pending, and lets reading begin at {@code offset}. */
    public void rewind(long offset) throws StoreException {
        for (PendingFile file : claim().pending()) {
            store.publish(file.sealed());
        }
        write(current().rewind(offset));
    }

    /** The ledger as last read or written. */
    public Ledger current() {
        return Objects.requireNonNull(current, "the ledger is not claimed");
    }

    /**
     * Writes {@code ledger} in place of the current one.
     *
     * @throws StoreException a conflict if somebody else owns the topic-partition by now; after a retriable failure
     *     the same ledger must be written again
     */
    public void write(Ledger ledger) throws StoreException {
        if (next != null && !next.equals(ledger)) {
            throw new IllegalStateException(key + " is still being written");
        }
        next = ledger;
        version = store.writeVersioned(key, LedgerJson.write(ledger), version);
        current = ledger;
        next = null;
    }

    /**
     * Publishes what the ledger under {@code key} has pending and removes it: from here on nobody knows what was
     * committed. Nothing happens when there is none.
     */
    public static void end(ObjectStore store, String key) throws StoreException {
        VersionedObject found = store.readVersioned(key);
        if (found == null) {
            return;
        }
        for (PendingFile file : parse(key, found.content()).pending()) {
            store.publish(file.sealed());
        }
        store.delete(key);
    }

    private static Ledger parse(String key, byte[] content) throws StoreException {
        try {
            return LedgerJson.read(content);
        } catch (IOException e) {
            throw StoreException.permanent("could not read the ledger " + key + ": " + e.getMessage(), e);
        }
    }
}
