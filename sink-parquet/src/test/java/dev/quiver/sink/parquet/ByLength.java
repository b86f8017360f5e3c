/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A partition term as an operator may write one: whether a text is long. */
public final class ByLength implements Function<SinkRecord, @Nullable String>, Configurable {
    private int longFrom = 10;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get("partition.long.from") instanceof String text) {
            longFrom = Integer.parseInt(text);
        }
    }

    @Override
    public @Nullable String apply(SinkRecord sinkRecord) {
        String kind = ((Struct) sinkRecord.value()).getString("kind");
        return kind == null ? null : kind.length() >= longFrom ? "long" : "short";
    }
}
