/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.SealedObject;
import dev.quiver.store.StagedObject;
import dev.quiver.store.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/** Complete files whose bytes are in the store, invisible. */
final class SealedFiles {
    private final StoreAccess access;
    /** Several threads add to it. */
    private final Map<FinishedFile, SealedObject> sealed = new ConcurrentHashMap<>();

    SealedFiles(StoreAccess access) {
        this.access = access;
    }

    /** Brings the bytes of {@code files} into the store; the heap is free of them then. */
    StoreThreads.Outcome<FinishedFile> seal(Collection<FinishedFile> files) {
        List<FinishedFile> unsealed =
                files.stream().filter(file -> !sealed.containsKey(file)).toList();
        return access.threads().patiently("seal", unsealed, this::seal);
    }

    private void seal(FinishedFile file) throws StoreException {
        long startNs = System.nanoTime();
        try (StagedObject staged = access.store().stage(file.key())) {
            file.bytes().copyTo(staged);
            sealed.put(file, staged.seal());
            file.bytes().release();
        }
        access.metrics().upload.addSince(startNs);
    }

    /** The bytes of {@code file} in the store. */
    SealedObject of(FinishedFile file) {
        return Objects.requireNonNull(sealed.get(file), () -> file.key() + " is not sealed");
    }

    /** Forgets {@code files}. */
    void removeAll(Collection<FinishedFile> files) {
        files.forEach(sealed::remove);
    }

    /** Leaves the bytes of {@code partitions} to their next owners: they may be committed, the answer just lost. */
    void giveUp(Collection<TopicPartition> partitions) {
        sealed.keySet().removeIf(file -> partitions.contains(file.source()));
    }
}
