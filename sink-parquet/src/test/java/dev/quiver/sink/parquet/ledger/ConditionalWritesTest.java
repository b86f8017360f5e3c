/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.MemoryStore;
import dev.quiver.store.StoreException;
import org.junit.jupiter.api.Test;

final class ConditionalWritesTest {
    private static final LedgerKeys KEYS = new LedgerKeys("sink");

    @Test
    void aStoreThatHonoursConditionsIsTakenAndLeftAsItWas() throws Exception {
        try (MemoryStore store = new MemoryStore()) {
            ConditionalWrites.require(store, KEYS, "task");
            assertThat(store.keys()).isEmpty();
        }
    }

    @Test
    void aStoreThatIgnoresConditionsIsRefused() {
        try (MemoryStore store = new MemoryStore().ignoringConditions()) {
            assertThatThrownBy(() -> ConditionalWrites.require(store, KEYS, "task"))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            e -> assertThat(e.isRetriable()).isFalse())
                    .hasMessage("the store ignores the conditions of writes, _quiver/sink/probe-task was overwritten");
            assertThat(store.keys()).isEmpty();
        }
    }
}
