/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import dev.quiver.store.VersionedObject;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger of one topic-partition in its store, as one owner sees it. A write whose outcome is not known is repeated
 * until it is, before anything else is written. One thread at a time.
 */
public final class LedgerObject {
    /** Two tasks that open one topic-partition at a time may disturb each other this often. */
    private static final int CLAIM_ATTEMPTS_MAX = 5;

    private static final Logger LOG = LoggerFactory.getLogger(LedgerObject.class);

    private final ObjectStore store;
    private final String key;
    private final String owner;
    private final String layout;
    private volatile @Nullable Ledger current;
    private volatile @Nullable String version;
    /** What is being written; its outcome may not be known. */
    private volatile @Nullable Ledger next;

    /**
     * The ledger under {@code key}.
     *
     * @param owner a name that no other task has or had
     * @param layout what decides which output partition a row belongs to
     */
    public LedgerObject(ObjectStore store, String key, String owner, String layout) {
        this.store = store;
        this.key = key;
        this.owner = owner;
        this.layout = layout;
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
     * @throws StoreException permanently, and without taking over, if rows are ahead under another layout
     */
    public Ledger claim() throws StoreException {
        return claim(true);
    }

    private Ledger claim(boolean requiresLayout) throws StoreException {
        for (int attempt = 1; ; attempt++) {
            try {
                return claimOnce(requiresLayout);
            } catch (StoreException e) {
                next = null;
                if (!e.isConflict() || attempt == CLAIM_ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private Ledger claimOnce(boolean requiresLayout) throws StoreException {
        VersionedObject found = store.readVersioned(key);
        Ledger before = found == null ? null : parse(key, found.content());
        if (requiresLayout && before != null) {
            requireLayout(before);
        }
        version = found == null ? null : found.version();
        current = before;
        write(before == null ? Ledger.first(owner, layout) : before.takenOverBy(owner, layout));
        return current();
    }

    private void requireLayout(Ledger before) throws StoreException {
        if (before.ahead().isEmpty() || before.layout().equals(layout)) {
            return;
        }
        throw StoreException.permanent(
                "could not go on with the ledger " + key + ": " + before.ahead().size()
                        + " output partitions are ahead of offset " + before.nextOffset()
                        + ", and what divides rows into output partitions has changed since (partition settings,"
                        + " transformations or converters), so that rows would be lost or doubled. Either go back to"
                        + " the settings from before and stop the connector once with flush.on.close=true, or alter"
                        + " the offset to " + before.nextOffset() + " by REST, which writes rows behind it again",
                null);
    }

    /** Takes the topic-partition over, publishes what is pending, and lets reading begin at {@code offset}. */
    public void rewind(long offset) throws StoreException {
        publishLeft(store, claim(false));
        write(current().rewind(offset));
    }

    /** Whether the outcome of the last write is not known. */
    public boolean isInDoubt() {
        return next != null;
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
        Ledger unsure = next;
        if (unsure != null && !unsure.equals(ledger)) {
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
        publishLeft(store, parse(key, found.content()));
        store.delete(key);
    }

    /** The operator has decided where reading begins: files that somebody has taken away since are not missed. */
    private static void publishLeft(ObjectStore store, Ledger ledger) throws StoreException {
        for (PendingFile file : ledger.pending()) {
            try {
                store.publish(file.sealed());
            } catch (StoreException e) {
                if (!e.isGone()) {
                    throw e;
                }
                LOG.warn("went on without {}: {}", file.sealed().key(), e.getMessage());
            }
        }
    }

    private static Ledger parse(String key, byte[] content) throws StoreException {
        try {
            return LedgerJson.read(content);
        } catch (IOException e) {
            throw StoreException.permanent("could not read the ledger " + key + ": " + e.getMessage(), e);
        }
    }
}
