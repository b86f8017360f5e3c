/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.sink.parquet.ledger.LedgerKeys;
import dev.quiver.sink.parquet.ledger.LedgerObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files become visible one by one, under keys that follow from their rows. After a crash rows that were not committed
 * are written again, in files that may end at other rows.
 */
final class AtLeastOnce implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(AtLeastOnce.class);

    private final StoreAccess access;
    private final LedgerKeys keys;

    /** {@code access} stays the caller's. */
    AtLeastOnce(StoreAccess access, LedgerKeys keys) {
        this.access = access;
        this.keys = keys;
    }

    /** A ledger of an earlier life as exactly-once would hide rows if the connector became that again. */
    @Override
    public Map<TopicPartition, Long> takeOver(Map<TopicPartition, SourcePartition> partitions) throws StoreException {
        StoreThreads.Outcome<TopicPartition> outcome = access.threads()
                .all(partitions.keySet(), partition -> LedgerObject.end(access.store(), keys.ledger(partition)));
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return Map.of();
    }

    @Override
    public void leave(Collection<TopicPartition> partitions) {
        // nothing is known of them
    }

    @Override
    public void giveUp(Collection<TopicPartition> partitions) {
        // nothing is known of them
    }

    @Override
    public Ending ending() {
        return Ending.FILE;
    }

    @Override
    public boolean has(TopicPartition partition, String directory, long offset) {
        return false;
    }

    @Override
    public void rewind(TopicPartition partition, long offset) {
        // nothing is known of it
    }

    @Override
    public int aheadCount(TopicPartition partition) {
        return 0;
    }

    @Override
    public boolean settles() {
        return false;
    }

    @Override
    public StoreThreads.Outcome<FinishedFile> prepare(Map<FinishedFile, OpenFile> files) {
        return deliver(files);
    }

    @Override
    public StoreThreads.Outcome<FinishedFile> deliver(Map<FinishedFile, OpenFile> files) {
        return access.threads().patiently("publish", files.keySet(), this::publish);
    }

    private void publish(FinishedFile file) throws StoreException {
        if (file.bytes().isReleased()) {
            return; // it was published when nobody waited any more
        }
        long startNs = System.nanoTime();
        try (StagedObject staged = access.store().stage(file.key())) {
            file.bytes().copyTo(staged);
            staged.publish();
            file.bytes().release();
        }
        access.metrics().upload.addSince(startNs);
        file.logPublished(LOG);
        file.tag(access.tags());
    }
}
