/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The shards of a task: one, or one for each topic. One thread. */
final class Shards implements AutoCloseable {
    /** Asking how much is gathered takes a while. */
    private static final int RECORDS_BETWEEN_LOOKS = 64;

    private final DuckDbSinkConfig config;
    private final boolean keepsRecords;
    private final Clock clock;
    private final Map<String, Shard> byTopic = new HashMap<>();
    private int recordCount;

    Shards(DuckDbSinkConfig config, boolean keepsRecords, Clock clock) {
        this.config = config;
        this.keepsRecords = keepsRecords;
        this.clock = clock;
    }

    /** The shard that takes {@code partition}. */
    Shard of(TopicPartition partition) {
        String topic = config.database().path().isByTopic() ? partition.topic() : "";
        Shard known = byTopic.get(topic);
        if (known == null) {
            DatabasePath.Place place = new DatabasePath.Place(config.task(), Worker.name(), topic);
            ShardDatabase database = new ShardDatabase(config.database(), place, config.connector(), clock);
            known = new Shard(database, config.write(), keepsRecords);
            byTopic.put(topic, known);
        }
        return known;
    }

    /** Where the reading of {@code partition} is, or null if it is not ours. */
    @Nullable
    Source source(TopicPartition partition) {
        return of(partition).source(partition);
    }

    Collection<Shard> all() {
        return byTopic.values();
    }

    /** Whether a transaction is due in {@code shard} now that {@code sinkRecord} has come. */
    boolean isFull(Shard shard, SinkRecord sinkRecord) {
        TableBuffer table = shard.table(config.write().tableName().of(sinkRecord.topic()));
        if (table.rowCount() >= config.flush().rowsMax()) {
            return true;
        }
        recordCount++;
        return recordCount % RECORDS_BETWEEN_LOOKS == 0
                && shard.heapBytes() >= config.flush().bytesMax();
    }

    /** Gives the databases back. */
    @Override
    public void close() {
        byTopic.values().forEach(shard -> shard.database().close());
    }
}
