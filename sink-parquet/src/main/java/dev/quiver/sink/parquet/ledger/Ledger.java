/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet.ledger;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows of one topic-partition are committed, by whom. Immutable: each step makes the next ledger. No two ledgers
 * that are ever written are equal, which is what tells a write that was performed from one that was not.
 *
 * @param epoch rises by one whenever a task takes the topic-partition over
 * @param owner the task that did
 * @param sequence rises by one with every ledger written in an epoch
 * @param layout stands for all that decides which output partition a row belongs to; {@code ahead} means nothing under
 *     another one
 * @param nextOffset every row below it is committed; {@link #UNKNOWN} before the first commit
 * @param ahead for output partitions that are further than {@code nextOffset}: the offset of the last row committed
 * @param pending the files of the last commit, which the next owner must publish if this one does not
 */
public record Ledger(
        long epoch,
        String owner,
        long sequence,
        String layout,
        long nextOffset,
        SortedMap<String, Long> ahead,
        List<PendingFile> pending) {
    /** No row is committed, and where reading begins is for the consumer to say. */
    public static final long UNKNOWN = -1;

    /** Checks the numbers and copies the collections. */
    public Ledger {
        if (epoch < 1 || sequence < 0 || nextOffset < UNKNOWN) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + ", sequence " + sequence + ", next offset " + nextOffset + " make no ledger");
        }
        ahead = Collections.unmodifiableSortedMap(new TreeMap<>(ahead));
        pending = List.copyOf(pending);
    }

    /** The first ledger of a topic-partition. */
    static Ledger first(String owner, String layout) {
        return new Ledger(1, owner, 0, layout, UNKNOWN, new TreeMap<>(), List.of());
    }

    /** The same rows, owned by somebody else: older owners are fenced once this is written. */
    Ledger takenOverBy(String newOwner, String newLayout) {
        return new Ledger(epoch + 1, newOwner, 0, newLayout, nextOffset, ahead, pending);
    }

    /**
     * The ledger after a commit.
     *
     * @param next every row below it is in this or an earlier commit
     * @param last the offset of the last row of each output partition that this commit has files of
     * @param files the files of this commit; those of the one before must be visible by now
     */
    public Ledger commit(long next, Map<String, Long> last, List<PendingFile> files) {
        if (next < nextOffset) {
            throw new IllegalArgumentException("next offset would move back from " + nextOffset + " to " + next);
        }
        SortedMap<String, Long> further = new TreeMap<>(ahead);
        further.putAll(last);
        further.values().removeIf(offset -> offset < next);
        return new Ledger(epoch, owner, sequence + 1, layout, next, further, files);
    }

    /**
     * The same rows, with all files visible, when everything below {@code next} is known to be committed or to have no
     * row: whoever takes over has nothing to publish, and reads from there on. Where that is not further than before,
     * it is no matter.
     */
    public Ledger settled(long next) {
        return commit(nextOffset == UNKNOWN ? UNKNOWN : Math.max(next, nextOffset), Map.of(), List.of());
    }

    /** The ledger from which reading begins at {@code offset}, whatever was committed before. */
    public Ledger rewind(long offset) {
        return new Ledger(epoch, owner, sequence + 1, layout, offset, new TreeMap<>(), List.of());
    }

    /** Whether the row of {@code outputPartition} at {@code offset} is committed. */
    public boolean has(String outputPartition, long offset) {
        if (offset < nextOffset) {
            return true;
        }
        Long last = ahead.get(outputPartition);
        return last != null && offset <= last;
    }
}
