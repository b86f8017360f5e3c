/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.StoreException;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The complete files of a task on their way to the store. What ended together is complete before any of it is
 * delivered.
 */
final class FinishedFiles {
    private final Delivery delivery;
    private final RetryDeadline retryDeadline;
    private final FileName name;
    private final Map<String, String> metadata;
    /** What files may take while others that ended with them are finished. */
    private final long heapBytesMax;

    private final OutputFile.Overflow overflow;
    private final SinkMetrics metrics;
    private final Map<FinishedFile, OpenFile> files = new LinkedHashMap<>();
    private boolean isBusy;
    /** When the delivery of the present files began, by System.nanoTime; 0 when there are none. */
    private long startNs;

    /** Files named and described as {@code config} says, which go beyond the heap to {@code spill}. */
    FinishedFiles(
            Delivery delivery,
            RetryDeadline retryDeadline,
            ParquetSinkConfig config,
            Spill spill,
            SinkMetrics metrics) {
        this.delivery = delivery;
        this.metrics = metrics;
        this.retryDeadline = retryDeadline;
        this.name = config.delivery().files();
        this.metadata = config.parquet().metadata();
        this.heapBytesMax = config.memory().finishedBytesMax();
        this.overflow = new OutputFile.Overflow(spill, heapBytesMax);
    }

    /**
     * Finishes all of {@code due}, whose rows are all written, and removes those that are. While the store is slow,
     * some are left.
     *
     * @throws ConnectException if the store fails; the rest is to be handed in again
     */
    void finish(Collection<OpenFile> due) {
        Iterator<OpenFile> left = due.iterator();
        if (isBusy) {
            settle(delivery.prepare(Map.copyOf(files)));
        }
        long waitingBytes = 0;
        while (left.hasNext() && !isBusy) {
            OpenFile file = left.next();
            FinishedFile complete = finish(file);
            files.put(complete, file);
            left.remove();
            waitingBytes += complete.bytes().heapBytes();
            if (waitingBytes >= heapBytesMax) {
                settle(delivery.prepare(Map.copyOf(files)));
                waitingBytes = 0;
            }
        }
    }

    private FinishedFile finish(OpenFile file) {
        try {
            return file.file().finish(name, metadata, overflow);
        } catch (IOException e) {
            throw new ConnectException(
                    "could not finish the file of " + file.file().source() + " from offset "
                            + file.file().firstOffset() + ": " + e,
                    e);
        }
    }

    /**
     * Makes the files visible, and settles what else is to be settled.
     *
     * @throws ConnectException if the store fails
     */
    void deliver() {
        if (!files.isEmpty() && startNs == 0) {
            startNs = System.nanoTime();
        }
        settle(delivery.deliver(Map.copyOf(files)));
        if (files.isEmpty() && startNs != 0) {
            metrics.commit.addSince(startNs);
            startNs = 0;
        }
    }

    /** Whether the store takes longer than the task waits: {@link #deliver} must be called again. */
    boolean isBusy() {
        return isBusy;
    }

    private void settle(StoreThreads.Outcome<FinishedFile> outcome) {
        for (FinishedFile file : outcome.done()) {
            OpenFile published = Objects.requireNonNull(files.remove(file));
            published.source().published(published.unpublished());
            metrics.files.incrementAndGet();
            metrics.rows.addAndGet(file.rowCount());
            metrics.bytes.addAndGet(file.bytes().length());
        }
        isBusy = outcome.isBusy();
        StoreException failure = outcome.failure();
        if (failure != null) {
            metrics.retries.incrementAndGet();
            throw retryDeadline.failed(failure);
        }
        // While it is busy nobody knows whether it works.
        if (outcome.isComplete() || !outcome.done().isEmpty()) {
            retryDeadline.succeeded();
        }
    }

    /** Whether nothing waits for the store. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Forgets the files of {@code partitions}. */
    void drop(Set<TopicPartition> partitions) {
        files.keySet().removeIf(file -> {
            boolean isDropped = partitions.contains(file.source());
            if (isDropped) {
                file.bytes().release();
            }
            return isDropped;
        });
        isBusy &= !files.isEmpty();
    }

    /** Forgets all files. */
    void dropAll() {
        files.keySet().forEach(file -> file.bytes().release());
        files.clear();
        isBusy = false;
    }

    /** How many there are. */
    int count() {
        return files.size();
    }

    /** When the first row of the oldest one came; {@code otherwise} if there is none. */
    long oldestMs(long otherwise) {
        return files.values().stream()
                .mapToLong(file -> file.file().openedAtMs())
                .min()
                .orElse(otherwise);
    }

    /** Heap bytes held. */
    long heapBytes() {
        long sum = 0;
        for (FinishedFile file : files.keySet()) {
            sum += file.bytes().heapBytes();
        }
        return sum;
    }
}
