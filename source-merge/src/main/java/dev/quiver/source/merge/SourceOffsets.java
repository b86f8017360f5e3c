/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.Setting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Source partitions of Connect, one for each partition of files, and offsets that people write by hand. */
final class SourceOffsets {
    static final String SIGNAL = "signal";
    static final String PART = "part";

    private SourceOffsets() {}

    /**
     * The source partition of {@code part}. Its keys are always in the same order: workers look offsets up by the bytes
     * of a text that they make of it, in another JVM as well.
     */
    static Map<String, String> partition(MergeSourceConfig config, String part) {
        Map<String, String> partition = new LinkedHashMap<>();
        partition.put(SIGNAL, Setting.nameOf(config.signal()));
        partition.put(PART, part);
        return Collections.unmodifiableMap(partition);
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
