/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.sink.parquet.ledger.LedgerKeys;
import dev.quiver.sink.parquet.ledger.LedgerObject;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Moves the ledgers of a stopped connector to where an operator wants it to read. */
final class OffsetReset {
    private final ParquetSinkConfig config;

    OffsetReset(ParquetSinkConfig config) {
        this.config = config;
    }

    /**
     * Makes the ledger of each partition begin at its offset, or forget everything where that is null. What was
     * committed and is not visible yet is published first. May be called again after a failure.
     */
    void apply(Map<TopicPartition, @Nullable Long> offsets) {
        LedgerKeys keys = config.delivery().keys();
        String owner = "reset-" + UUID.randomUUID();
        try (ObjectStore store = config.store().open()) {
            for (Map.Entry<TopicPartition, @Nullable Long> entry : offsets.entrySet()) {
                Long offset = entry.getValue();
                String key = keys.ledger(entry.getKey());
                if (offset == null) {
                    LedgerObject.end(store, key);
                } else {
                    new LedgerObject(store, key, owner, config.delivery().layout()).rewind(offset);
                }
            }
        } catch (StoreException e) {
            throw new ConnectException("could not change the offsets: " + e.getMessage(), e);
        }
    }
}
