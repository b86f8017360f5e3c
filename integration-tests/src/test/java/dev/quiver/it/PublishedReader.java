/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.testbed.data.FoundRows;
import dev.quiver.testbed.data.ProducedRows;
import dev.quiver.testbed.s3.S3Bucket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who lists a bucket and reads every new object all the time, as a query engine would. No row may be seen
 * twice, no object may be broken or change, none may go away, and no row may be missing in front of an offset that was
 * committed before the bucket was listed. Rows have the columns {@code kafka_partition} and {@code kafka_offset}; every
 * offset of the topic has a row.
 */
final class PublishedReader implements AutoCloseable {
    private final S3Bucket bucket;
    private final String prefix;
    private final Path directory;
    private final Supplier<Map<TopicPartition, Long>> committed;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;
    private final Map<String, Path> seen = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<Integer, BitSet> offsets = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private volatile @Nullable Throwable failure;

    /** Reads what is below {@code prefix} into {@code directory}; {@code committed} tells the group's offsets. */
    PublishedReader(S3Bucket bucket, String prefix, Path directory, Supplier<Map<TopicPartition, Long>> committed) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.directory = directory;
        this.committed = committed;
        this.thread = new Thread(this::run, "published-reader");
        thread.start();
    }

    private void run() {
        try {
            while (!ended.get()) {
                look();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void look() {
        Map<TopicPartition, Long> committedBefore = committed.get();
        List<String> keys = bucket.keys(prefix).stream()
                .filter(key -> key.endsWith(".parquet"))
                .toList();
        Set<String> gone = new HashSet<>(seen.keySet());
        gone.removeAll(Set.copyOf(keys));
        gone.forEach(key -> findings.add(key + " is gone"));
        keys.stream().filter(key -> !seen.containsKey(key)).forEach(this::read);
        committedBefore.forEach((partition, offset) -> {
            int missing = offsets.computeIfAbsent(partition.partition(), number -> new BitSet())
                    .nextClearBit(0);
            if (missing < offset) {
                findings.add(
                        partition + " is committed up to " + offset + ", but the row at " + missing + " is not there");
            }
        });
    }

    /** A file that is not whole cannot be read at all: its footer comes last. */
    private void read(String key) {
        Path copy = directory.resolve("object-" + seen.size()).resolve("file.parquet");
        try {
            Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            Files.write(copy, bucket.read(key));
        } catch (IOException e) {
            throw new UncheckedIOException("could not keep " + key, e);
        }
        seen.put(key, copy);
        FoundRows.inParquet(Objects.requireNonNull(copy.getParent())).forEach(row -> {
            String id = String.valueOf(Objects.requireNonNull(row.get(ProducedRows.ID_COLUMN)));
            if (!ids.add(id)) {
                findings.add(key + " has row " + id + ", which another object has");
            }
            offsets.computeIfAbsent(number(row, "kafka_partition"), partition -> new BitSet())
                    .set(number(row, "kafka_offset"));
        });
    }

    private static int number(Map<String, @Nullable Object> row, String column) {
        return Math.toIntExact(((Number) Objects.requireNonNull(row.get(column))).longValue());
    }

    /** Reads what is new, then fails if there was ever anything that a reader must not see. */
    void assertNothingWrong() throws InterruptedException {
        ended.set(true);
        thread.join();
        assertThat(failure).isNull();
        look();
        assertThat(findings).isEmpty();
    }

    /** How many rows there are. */
    int rowCount() {
        return ids.size();
    }

    @Override
    public void close() {
        ended.set(true);
    }
}
