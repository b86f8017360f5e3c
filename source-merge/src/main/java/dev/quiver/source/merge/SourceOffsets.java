/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.Setting;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Source partitions of Connect, one for each partition of files, and offsets that people write by hand. */
final class SourceOffsets {
    static final String SIGNAL = "signal";
    static final String PART = "part";

    private SourceOffsets() {}

    /** The source partition of {@code part}. */
    static Map<String, String> partition(MergeSourceConfig config, String part) {
        return Map.of(SIGNAL, Setting.nameOf(config.signal()), PART, part);
    }

    /**
     * Refuses what cannot be a source partition with its offset; an offset of null is a reset.
     *
     * @throws ConnectException the message says what must be otherwise
     */
    static void check(MergeSourceConfig config, Map<?, ?> partition, @Nullable Map<?, ?> offset) {
        boolean isShaped = partition.size() == 2
                && partition.get(PART) instanceof String
                && partition.get(SIGNAL) instanceof String;
        if (!isShaped) {
            throw new ConnectException(
                    "a source partition must look like {\"signal\": \"logs\", \"part\": \"…\"} but was " + partition);
        }
        String signal = Setting.nameOf(config.signal());
        if (!signal.equals(partition.get(SIGNAL))) {
            throw new ConnectException("the connector replays " + signal + ", not " + partition.get(SIGNAL));
        }
        if (offset == null) {
            return;
        }
        try {
            @SuppressWarnings("unchecked") // keys are checked one by one
            Map<String, ?> map = (Map<String, ?>) offset;
            ReplayOffset.of(map);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new ConnectException(
                    "the offset of partition " + partition.get(PART) + " cannot be used: " + e.getMessage()
                            + "; it needs file (its name) and row (the next one, from 0 on)",
                    e);
        }
    }
}
