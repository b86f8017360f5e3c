/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;

/** Finds out whether a store can be used, as soon as it answers. */
final class StoreProbe {
    private final ParquetSinkConfig config;
    private final ObjectStore store;
    /** Whether it was asked and has not answered. */
    private boolean isOpen;

    StoreProbe(ParquetSinkConfig config, ObjectStore store) {
        this.config = config;
        this.store = store;
    }

    /**
     * Asks the store.
     *
     * @throws StoreException if it cannot be used, or does not answer
     */
    void ask() throws StoreException {
        isOpen = true;
        config.store().check(store);
        config.delivery().requireSupport(store);
        isOpen = false;
    }

    /**
     * Asks again if it did not answer.
     *
     * @throws StoreException as {@link #ask}
     */
    void askAgain() throws StoreException {
        if (isOpen) {
            ask();
        }
    }
}
