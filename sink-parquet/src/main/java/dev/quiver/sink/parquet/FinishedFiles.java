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

    private final Map<FinishedFile, OpenFile> files = new LinkedHashMap<>();

    /** Files named and described as {@code config} says. */
    FinishedFiles(Delivery delivery, RetryDeadline retryDeadline, ParquetSinkConfig config) {
        this.delivery = delivery;
        this.retryDeadline = retryDeadline;
        this.name = config.delivery().files();
        this.metadata = config.parquet().metadata();
        this.heapBytesMax = config.memory().finishedBytesMax();
    }

    /**
     * Finishes all of {@code due}, whose rows are all written, and removes those that are.
     *
     * @throws ConnectException if the store fails; the rest is to be handed in again
     */
    void finish(Collection<OpenFile> due) {
        Iterator<OpenFile> left = due.iterator();
        long waitingBytes = 0;
        while (left.hasNext()) {
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
            return file.file().finish(name, metadata);
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
        settle(delivery.deliver(Map.copyOf(files)));
    }

    private void settle(StoreThreads.Outcome<FinishedFile> outcome) {
        for (FinishedFile file : outcome.done()) {
            OpenFile published = Objects.requireNonNull(files.remove(file));
            published.source().published(published.unpublished());
        }
        StoreException failure = outcome.failure();
        if (failure != null) {
            throw retryDeadline.failed(failure);
        }
        retryDeadline.succeeded();
    }

    /** Whether nothing waits for the store. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Forgets the files of {@code partitions}. */
    void drop(Set<TopicPartition> partitions) {
        files.keySet().removeIf(file -> partitions.contains(file.source()));
    }

    /** Forgets all files. */
    void dropAll() {
        files.clear();
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
