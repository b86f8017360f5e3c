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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who lists a bucket and reads every new object all the time, as a query engine would. No row may be seen
 * twice, no object may be broken or change, and none may go away.
 */
final class PublishedReader implements AutoCloseable {
    private final S3Bucket bucket;
    private final String prefix;
    private final Path directory;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;
    private final Map<String, Path> seen = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<String> findings = new ArrayList<>();
    private volatile @Nullable Throwable failure;

    /** Reads what is below {@code prefix}; copies go to {@code directory}. */
    PublishedReader(S3Bucket bucket, String prefix, Path directory) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.directory = directory;
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
        List<String> keys = bucket.keys(prefix).stream()
                .filter(key -> key.endsWith(".parquet"))
                .toList();
        Set<String> gone = new HashSet<>(seen.keySet());
        gone.removeAll(Set.copyOf(keys));
        gone.forEach(key -> findings.add(key + " is gone"));
        keys.stream().filter(key -> !seen.containsKey(key)).forEach(this::read);
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
        });
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
