/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Topics that one database takes, with what was gathered for it and where their reading is. One thread. */
final class Shard {
    private final ShardDatabase database;
    private final WriteConfig config;
    private final boolean keepsRecords;
    private final Map<TopicPartition, Source> sources = new HashMap<>();
    /** Partitions that earlier owners may still write. */
    private final Set<TopicPartition> notTakenOver = new LinkedHashSet<>();

    private final Map<String, TableBuffer> tables = new HashMap<>();
    private String owner = "";
    /** When the first record since the last load came; 0 for none. */
    private long dirtySinceMs;

    Shard(ShardDatabase ownedDatabase, WriteConfig config, boolean keepsRecords) {
        this.database = ownedDatabase;
        this.config = config;
        this.keepsRecords = keepsRecords;
    }

    ShardDatabase database() {
        return database;
    }

    /** Who writes. */
    String owner() {
        return owner;
    }

    /** Begins with {@code partition}. */
    void open(TopicPartition partition) {
        sources.put(partition, new Source());
        notTakenOver.add(partition);
    }

    /** Forgets {@code partition}; what was gathered of it must be gone. */
    void forget(TopicPartition partition) {
        sources.remove(partition);
        notTakenOver.remove(partition);
    }

    /** Forgets everything gathered: all partitions are taken over again and read from where the database is. */
    void restart() {
        tables.clear();
        dirtySinceMs = 0;
        notTakenOver.addAll(sources.keySet());
        sources.replaceAll((partition, source) -> source.again());
    }

    boolean isTakenOver() {
        return notTakenOver.isEmpty();
    }

    @Nullable
    Source source(TopicPartition partition) {
        return sources.get(partition);
    }

    Set<TopicPartition> partitions() {
        return sources.keySet();
    }

    /** Takes over what is not yet, and returns where reading of it begins; null where the database does not know. */
    Map<TopicPartition, @Nullable Long> takeOver() throws DatabaseException {
        boolean isAll = notTakenOver.size() == sources.size();
        if (!isAll && database.isOutdated()) {
            rotate();
        }
        if (isAll || owner.isEmpty()) {
            owner = UUID.randomUUID().toString();
        }
        Map<TopicPartition, Long> starts = database.takeOver(owner, List.copyOf(notTakenOver));
        Map<TopicPartition, @Nullable Long> fresh = new HashMap<>();
        for (TopicPartition partition : notTakenOver) {
            Long start = starts.get(partition);
            fresh.put(partition, Objects.requireNonNull(sources.get(partition)).startAt(start));
        }
        notTakenOver.clear();
        return fresh;
    }

    /** Goes on in the file that rows belong into by now. */
    void rotate() throws DatabaseException {
        Set<TopicPartition> owned = new LinkedHashSet<>(sources.keySet());
        owned.removeAll(notTakenOver);
        Map<TopicPartition, Long> starts = database.takeOver(owner, owned);
        boolean isSame = owned.stream()
                .allMatch(partition -> Objects.equals(
                        starts.get(partition),
                        Objects.requireNonNull(sources.get(partition)).committed()));
        if (!isSame) {
            throw DatabaseException.fenced(
                    "another task writes " + owned + " in " + database.current().path());
        }
    }

    /** What is gathered for {@code table}. */
    TableBuffer table(String table) {
        return tables.computeIfAbsent(table, name -> new TableBuffer(name, config, keepsRecords));
    }

    /** A record was taken in at {@code nowMs}. */
    void touch(long nowMs) {
        if (dirtySinceMs == 0) {
            dirtySinceMs = nowMs;
        }
    }

    /** Whether there is something that the database does not have. */
    boolean isDirty() {
        return dirtySinceMs != 0;
    }

    /** Since when there is. */
    long dirtySinceMs() {
        return dirtySinceMs;
    }

    long heapBytes() {
        long sum = 0;
        for (TableBuffer table : tables.values()) {
            sum += table.heapBytes();
        }
        return sum;
    }

    /**
     * Moves everything gathered into a load that belongs to the caller.
     *
     * @param bytesKeptMax heap bytes that may be kept for the next rows
     */
    Load seal(BufferAllocator allocator, long bytesKeptMax) {
        List<TableLoad> loads = new ArrayList<>();
        boolean done = false;
        try {
            for (TableBuffer table : tables.values()) {
                if (!table.isEmpty()) {
                    loads.add(table.seal(allocator));
                }
            }
            done = true;
        } finally {
            if (!done) {
                loads.forEach(TableLoad::close);
            }
        }
        if (heapBytes() > bytesKeptMax) {
            tables.clear();
        }
        List<Move> moves = new ArrayList<>();
        sources.forEach((partition, source) -> {
            Long next = source.next();
            if (next != null && source.hasMoved()) {
                moves.add(new Move(partition, source.committed(), next));
            }
        });
        dirtySinceMs = 0;
        return new Load(this, loads, moves);
    }

    /** {@code moves} are made. */
    void committed(List<Move> moves) {
        for (Move move : moves) {
            Source source = sources.get(move.partition());
            if (source != null) {
                source.committed(move.next());
            }
        }
    }
}
