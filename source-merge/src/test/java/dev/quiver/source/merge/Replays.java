/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** Runs a source as a worker does, over stores that a test makes. */
final class Replays {
    private static final int IDLE_POLLS_MAX = 40;
    private static final int LAST_POLLS = 6;

    private final Map<String, String> properties = new HashMap<>();
    private final Supplier<ObjectStore> stores;
    private final StoredOffsets offsets = new StoredOffsets();

    Replays(Supplier<ObjectStore> stores, String... settings) {
        this.stores = stores;
        properties.put("name", "replay");
        properties.put("store.uri", "file:///nowhere");
        properties.put("topic", "logs");
        properties.put("discovery.interval.ms", "50");
        set(settings);
    }

    /** Changes settings. */
    Replays set(String... settings) {
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return this;
    }

    StoredOffsets offsets() {
        return offsets;
    }

    Map<String, String> properties() {
        return properties;
    }

    /** A source that is not started. */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    MergeSource source() {
        return new MergeSource(properties, stores.get(), offsets, null);
    }

    /** A source that ends its transactions itself. */
    @SuppressWarnings("MustBeClosedChecker") // the caller's
    MergeSource source(TransactionContext transactions) {
        return new MergeSource(properties, stores.get(), offsets, transactions);
    }

    /** Records up to {@code wanted}, fewer if nothing more comes; all of them are committed, others are not. */
    List<SourceRecord> take(int wanted) throws InterruptedException {
        List<SourceRecord> taken = new ArrayList<>();
        try (MergeSource source = source()) {
            source.start(null);
            int idle = 0;
            boolean any = false;
            while (taken.size() < wanted && idle < (any ? LAST_POLLS : IDLE_POLLS_MAX)) {
                List<SourceRecord> polled = source.poll();
                idle = polled == null ? idle + 1 : 0;
                any |= polled != null;
                for (SourceRecord each : polled == null ? List.<SourceRecord>of() : polled) {
                    if (taken.size() < wanted) {
                        taken.add(each);
                        offsets.commit(each);
                    }
                }
            }
        }
        return taken;
    }

    /** All records there are. */
    List<SourceRecord> takeAll() throws InterruptedException {
        return take(Integer.MAX_VALUE);
    }
}
