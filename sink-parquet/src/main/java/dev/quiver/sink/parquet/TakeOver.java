/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.sink.parquet.ledger.Ledger;
import dev.quiver.sink.parquet.ledger.LedgerKeys;
import dev.quiver.sink.parquet.ledger.LedgerObject;
import dev.quiver.sink.parquet.ledger.PendingFile;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes topic-partitions over from earlier owners, whose last commit it completes. */
final class TakeOver {
    private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);

    private final StoreAccess access;
    private final LedgerKeys keys;
    private final Owner owner;
    /** What is begun and not complete. */
    private final Map<TopicPartition, Claim> claims = new ConcurrentHashMap<>();

    TakeOver(StoreAccess access, LedgerKeys keys, Owner owner) {
        this.access = access;
        this.keys = keys;
        this.owner = owner;
    }

    /** A topic-partition on its way to this owner. */
    private static final class Claim {
        final LedgerObject ledger;
        final Ledger found;
        /** Of earlier owners. */
        final ObjectStore.Uploads strays;
        /** Files of the last commit that are visible. */
        final Set<PendingFile> visible = ConcurrentHashMap.newKeySet();

        volatile boolean isClean;

        Claim(LedgerObject ledger, Ledger found, ObjectStore.Uploads strays) {
            this.ledger = ledger;
            this.found = found;
            this.strays = strays;
        }
    }

    /** A file of the last commit of {@code partition}. */
    private record Pending(TopicPartition partition, PendingFile file) {}

    /**
     * The ledgers of {@code partitions}, all of them this owner's. What an earlier call did is not done again.
     *
     * @throws StoreException if the store fails
     * @throws RetriableException if it is slow: the same must be asked for again, or {@link #giveUp}
     */
    Map<TopicPartition, LedgerObject> of(Collection<TopicPartition> partitions) throws StoreException {
        StoreThreads threads = access.threads();
        require(threads.patiently("claim", without(partitions, claims::containsKey), this::claim));
        List<Pending> pending = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            Claim claim = claim(partition, claims);
            claim.found.pending().stream()
                    .filter(file -> !claim.visible.contains(file))
                    .forEach(file -> pending.add(new Pending(partition, file)));
        }
        require(threads.patiently("take over", pending, this::publish));
        require(threads.patiently(
                "abort", without(partitions, partition -> claim(partition, claims).isClean), this::abortStrays));
        Map<TopicPartition, LedgerObject> ledgers = new HashMap<>();
        partitions.forEach(partition -> ledgers.put(partition, claim(partition, claims).ledger));
        claims.keySet().removeAll(partitions);
        return ledgers;
    }

    private static List<TopicPartition> without(
            Collection<TopicPartition> partitions, Predicate<TopicPartition> isDone) {
        return partitions.stream().filter(isDone.negate()).toList();
    }

    private static Claim claim(TopicPartition partition, Map<TopicPartition, Claim> claims) {
        return Objects.requireNonNull(claims.get(partition));
    }

    private static void require(StoreThreads.Outcome<?> outcome) throws StoreException {
        StoreException failure = outcome.failure();
        if (failure != null) {
            throw failure;
        }
        if (outcome.isBusy()) {
            throw new RetriableException("the store is slow: topic-partitions are still being taken over");
        }
    }

    /** Forgets {@code partitions}, which another owner will take over. No call may go on. */
    void giveUp(Collection<TopicPartition> partitions) {
        claims.keySet().removeAll(partitions);
    }

    private void claim(TopicPartition partition) throws StoreException {
        LedgerObject ledger = new LedgerObject(access.store(), keys.ledger(partition), owner.name(), owner.layout());
        // Found before the claim: whoever claims after us begins his uploads later still, and they are not ours to
        // abort.
        ObjectStore.Uploads strays = access.store().uploads("", owner.files().keysOf(partition));
        claims.put(partition, new Claim(ledger, ledger.claim(), strays));
    }

    private void abortStrays(TopicPartition partition) throws StoreException {
        Claim claim = claim(partition, claims);
        int aborted = claim.strays.abort();
        claim.isClean = true;
        LOG.info(
                "took over {} in epoch {} at offset {}, aborted uploads: {}",
                partition,
                claim.found.epoch(),
                claim.found.nextOffset(),
                aborted);
    }

    private void publish(Pending pending) throws StoreException {
        Claim claim = claim(pending.partition(), claims);
        PendingFile file = pending.file();
        publish(file, pending.partition(), claim.found.nextOffset());
        access.tags().tag(file.sealed().key(), file.rowCount(), file.firstOffset(), file.lastOffset());
        claim.visible.add(pending.file());
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
