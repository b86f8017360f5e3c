/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.StoreException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How finished files become visible, and what is known of rows that were delivered before. */
sealed interface Delivery permits AtLeastOnce, ExactlyOnce {
    /**
     * Takes topic-partitions over, whose earlier owners may still be at work. May be called again after a failure, for
     * those that it was not successful for.
     *
     * @param partitions with what is taken in of each from now on
     * @return where reading must begin, for the partitions for which this is known
     * @throws StoreException if the store fails; nothing is taken over then that was not before
     */
    Map<TopicPartition, Long> takeOver(Map<TopicPartition, SourcePartition> partitions) throws StoreException;

    /** Leaves {@code partitions} as tidy as is possible now: {@link #giveUp} follows. Throws nothing of the store's. */
    void leave(Collection<TopicPartition> partitions);

    /** Forgets {@code partitions}: their next owner goes on where the last delivery ended. */
    void giveUp(Collection<TopicPartition> partitions);

    /** Which files must end together. */
    Ending ending();

    /** Whether the row of {@code directory} at {@code offset} of {@code partition} was delivered before. */
    boolean has(TopicPartition partition, String directory, long offset);

    /** Reading of {@code partition} goes back to {@code offset}: what was delivered from there on does not count. */
    void rewind(TopicPartition partition, long offset);

    /** How many output partitions of {@code partition} are further than its oldest row that is not delivered. */
    int aheadCount(TopicPartition partition);

    /**
     * Begins to forget the files of commits made a while ago, for once visible they are the readers' to move and
     * remove, and to write down where reading went back to, or is now behind records without rows.
     *
     * @return whether {@link #deliver} must be called to end it, be it without files
     */
    boolean settles();

    /**
     * Brings the bytes of complete files into the store, so that the heap is free of them; {@link #deliver} follows for
     * those that are not visible yet, together with all that must become so with them.
     */
    StoreThreads.Outcome<FinishedFile> prepare(Map<FinishedFile, OpenFile> files);

    /**
     * Makes complete files visible. Those that are stay visible whatever happens next; the others may be handed in
     * again.
     */
    StoreThreads.Outcome<FinishedFile> deliver(Map<FinishedFile, OpenFile> files);
}
