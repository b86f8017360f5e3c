/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.sink.parquet.ledger.Ledger;
import dev.quiver.sink.parquet.ledger.LedgerKeys;
import dev.quiver.sink.parquet.ledger.LedgerObject;
import dev.quiver.sink.parquet.ledger.PendingFile;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes topic-partitions over from earlier owners, whose last commit it completes. */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

    private final StoreAccess access;
    private final LedgerKeys keys;
    private final Owner owner;

    TakeOver(StoreAccess access, LedgerKeys keys, Owner owner) {
        this.access = access;
        this.keys = keys;
        this.owner = owner;
    }

    /**
     * The ledgers of {@code partitions}, all of them this owner's.
     *
     * @throws StoreException if the store fails
     */
    Map<TopicPartition, LedgerObject> of(Collection<TopicPartition> partitions) throws StoreException {
        Map<TopicPartition, LedgerObject> claimed = new ConcurrentHashMap<>();
        StoreThreads.Outcome<TopicPartition> outcome =
                access.threads().all(partitions, partition -> claimed.put(partition, claim(partition)));
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return claimed;
    }

    private LedgerObject claim(TopicPartition partition) throws StoreException {
        LedgerObject ledger = new LedgerObject(access.store(), keys.ledger(partition), owner.name(), owner.layout());
        // Found before the claim: whoever claims after us begins his uploads later still, and they are not ours to
        // abort.
        ObjectStore.Uploads strays = access.store().uploads("", owner.files().keysOf(partition));
        Ledger found = ledger.claim();
        for (PendingFile file : found.pending()) {
            publish(file, partition, found.nextOffset());
        }
        int aborted = strays.abort();
        LOG.info(
                "took over {} in epoch {} at offset {}, aborted uploads: {}",
                partition,
                found.epoch(),
                found.nextOffset(),
                aborted);
        return ledger;
    }

    private void publish(PendingFile file, TopicPartition partition, long nextOffset) throws StoreException {
        try {
            access.store().publish(file.sealed());
        } catch (StoreException e) {
            if (!e.isGone()) {
                throw e;
            }
            throw StoreException.permanent(
                    "could not take over " + partition + ": " + e.getMessage() + ". Its rows were committed, offsets "
                            + file.firstOffset() + " to " + file.lastOffset() + ", but somebody removed it; to go on"
                            + " without it, alter the offset to " + nextOffset + " by REST",
                    e);
        }
    }
}
