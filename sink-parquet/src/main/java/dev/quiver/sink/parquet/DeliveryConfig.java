/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.sink.parquet.ledger.ConditionalWrites;
import dev.quiver.sink.parquet.ledger.LedgerKeys;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.time.Clock;
import java.util.UUID;

/**
 * How rows are delivered.
 *
 * @param connector the name of the connector, under which its ledgers lie
 * @param layout stands for all settings that decide which output partition a row belongs to
 * @param ending which files end together where rows are delivered exactly once
 * @param files what files are called
 * @param tags which tags objects get when they are published
 * @param flushesOnClose whether everything taken in is delivered when a topic-partition goes away
 */
record DeliveryConfig(
        DeliveryGuarantee guarantee,
        String connector,
        String layout,
        boolean flushesOnClose,
        Ending ending,
        FileName files,
        FileTags.Plan tags) {
    LedgerKeys keys() {
        return new LedgerKeys(PathSegments.escape(connector));
    }

    /** The delivery of a new task through {@code access}, which stays the caller's. */
    Delivery over(StoreAccess access, Clock clock) {
        return switch (guarantee) {
            case EXACTLY_ONCE -> new ExactlyOnce(access, keys(), owner(), clock);
            case AT_LEAST_ONCE -> new AtLeastOnce(access, keys());
        };
    }

    private Owner owner() {
        return new Owner(UUID.randomUUID().toString(), layout, ending, files);
    }

    /**
     * Refuses a store that cannot hold the guarantee.
     *
     * @throws StoreException if it cannot, or fails
     */
    void requireSupport(ObjectStore store) throws StoreException {
        if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
            ConditionalWrites.require(store, keys(), UUID.randomUUID().toString());
        }
    }
}
