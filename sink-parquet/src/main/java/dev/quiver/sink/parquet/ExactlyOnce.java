/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.sink.parquet.ledger.Ledger;
import dev.quiver.sink.parquet.ledger.LedgerKeys;
import dev.quiver.sink.parquet.ledger.LedgerObject;
import dev.quiver.sink.parquet.ledger.PendingFile;
import dev.quiver.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files are sealed, committed with one conditional write of the ledger of their topic-partition, and only then made
 * visible. A crash before the write leaves invisible bytes, a crash after it is repaired by the next owner, and a task
 * that was fenced fails at the write.
 */
final class ExactlyOnce implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnce.class);

    /** A topic-partition that has not committed for so long gets one more write, which settles its ledger. */
    private static final long SETTLE_AFTER_MS = 60_000;

    private final StoreAccess access;
    private final Owner owner;
    private final TakeOver takeOver;
    private final Clock clock;
    private final Map<TopicPartition, LedgerObject> ledgers = new HashMap<>();
    private final Map<TopicPartition, Commit> commits = new HashMap<>();
    /** Since when the ledger of a topic-partition has had something to settle. */
    private final Map<TopicPartition, Long> unsettledSinceMs = new HashMap<>();
    /** What is taken in of each topic-partition. */
    private final Map<TopicPartition, SourcePartition> sources = new HashMap<>();
    /** Where reading went back to, until the ledger says so. */
    private final Map<TopicPartition, Rewind> rewound = new HashMap<>();

    private final SealedFiles sealed;

    /** {@code access} stays the caller's. */
    ExactlyOnce(StoreAccess access, LedgerKeys keys, Owner owner, Clock clock) {
        this.access = access;
        this.owner = owner;
        this.takeOver = new TakeOver(access, keys, owner);
        this.sealed = new SealedFiles(access);
        this.clock = clock;
    }

    /** Reading goes back to {@code offset}; two of them are never the same. */
    private static final class Rewind {
        private final long offset;

        Rewind(long offset) {
            this.offset = offset;
        }
    }

    /**
     * Files that are committed together.
     *
     * @param ledger is written or being written
     * @param rewind how far it goes back before
     */
    private record Commit(
            Ledger ledger,
            List<FinishedFile> files,
            @Nullable Rewind rewind) {
        Commit {
            files = List.copyOf(files);
        }

        Commit without(Collection<FinishedFile> visible) {
            return new Commit(
                    ledger,
                    files.stream().filter(file -> !visible.contains(file)).toList(),
                    rewind);
        }
    }

    @Override
    public Map<TopicPartition, Long> takeOver(Map<TopicPartition, SourcePartition> partitions) throws StoreException {
        Map<TopicPartition, LedgerObject> claimed = takeOver.of(partitions.keySet());
        ledgers.putAll(claimed);
        sources.putAll(partitions);
        long nowMs = clock.millis();
        claimed.keySet().forEach(partition -> settle(partition, nowMs));
        Map<TopicPartition, Long> starts = new HashMap<>();
        claimed.forEach((partition, ledger) -> {
            if (ledger.current().nextOffset() != Ledger.UNKNOWN) {
                starts.put(partition, ledger.current().nextOffset());
            }
        });
        return starts;
    }

    @Override
    public void leave(Collection<TopicPartition> partitions) {
        List<TopicPartition> settled = partitions.stream()
                .filter(partition -> ledgers.containsKey(partition) && !commits.containsKey(partition))
                .filter(partition -> !ledger(partition).isInDoubt() && isUnsettled(partition))
                .toList();
        Map<TopicPartition, Ledger> next = new HashMap<>();
        settled.forEach(partition -> next.put(partition, settled(partition)));
        StoreException failure = access.threads()
                .all(settled, partition -> ledger(partition).write(Objects.requireNonNull(next.get(partition))))
                .failure();
        if (failure != null) {
            LOG.info("left files in ledgers that are visible already: {}", failure.getMessage());
        }
    }

    @Override
    public void giveUp(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            ledgers.remove(partition);
            commits.remove(partition);
            rewound.remove(partition);
            unsettledSinceMs.remove(partition);
            sources.remove(partition);
        });
        sealed.giveUp(partitions);
        takeOver.giveUp(partitions);
    }

    @Override
    public Ending ending() {
        return owner.ending();
    }

    @Override
    public boolean has(TopicPartition partition, String directory, long offset) {
        return !rewound.containsKey(partition) && ledger(partition).current().has(directory, offset);
    }

    @Override
    public int aheadCount(TopicPartition partition) {
        LedgerObject ledger = ledgers.get(partition);
        return ledger == null ? 0 : ledger.current().ahead().size();
    }

    @Override
    public void rewind(TopicPartition partition, long offset) {
        rewound.put(partition, new Rewind(offset));
    }

    @Override
    public boolean settles() {
        long nowMs = clock.millis();
        for (TopicPartition partition : ledgers.keySet()) {
            if (!isUnsettled(partition)) {
                unsettledSinceMs.remove(partition);
                continue;
            }
            long sinceMs = unsettledSinceMs.computeIfAbsent(partition, added -> nowMs);
            if (nowMs - sinceMs >= SETTLE_AFTER_MS && !commits.containsKey(partition)) {
                commits.put(partition, new Commit(settled(partition), List.of(), null));
            }
        }
        return !rewound.isEmpty()
                || commits.values().stream().anyMatch(commit -> commit.files().isEmpty());
    }

    /** Whether the ledger names files that are visible, or is behind what is known to be done. */
    private boolean isUnsettled(TopicPartition partition) {
        Ledger current = ledger(partition).current();
        if (rewound.containsKey(partition)) {
            return false;
        }
        return !current.pending().isEmpty()
                || (current.nextOffset() != Ledger.UNKNOWN && done(partition) > current.nextOffset());
    }

    private Ledger settled(TopicPartition partition) {
        return ledger(partition).current().settled(done(partition));
    }

    /** The offset of the first row that is not published. */
    private long done(TopicPartition partition) {
        return Objects.requireNonNull(sources.get(partition)).nextBesides(Set.of());
    }

    @Override
    public StoreThreads.Outcome<FinishedFile> prepare(Map<FinishedFile, OpenFile> files) {
        StoreThreads.Outcome<FinishedFile> outcome = sealed.seal(files.keySet());
        return new StoreThreads.Outcome<>(List.of(), outcome.failure(), outcome.isBusy());
    }

    @Override
    public StoreThreads.Outcome<FinishedFile> deliver(Map<FinishedFile, OpenFile> files) {
        List<FinishedFile> visible = new ArrayList<>();
        StoreThreads.Outcome<?> step = sealed.seal(files.keySet());
        // Rounds, for files that were finished while an earlier commit was in doubt, or that one commit cannot hold.
        while (step.isComplete() && begin(files, visible)) {
            step = write();
            if (step.isComplete()) {
                step = publish(visible);
            }
        }
        return new StoreThreads.Outcome<>(visible, step.failure(), step.isBusy());
    }

    /** Makes a commit for each topic-partition that needs one and has none; says whether there are any. */
    private boolean begin(Map<FinishedFile, OpenFile> files, Collection<FinishedFile> visible) {
        Map<TopicPartition, List<CommitPlan.Candidate>> bySource = new HashMap<>();
        Set<SourcePartition.Unpublished> done = new HashSet<>();
        visible.forEach(file -> done.add(Objects.requireNonNull(files.get(file)).unpublished()));
        files.forEach((file, open) -> {
            if (!commits.containsKey(file.source()) && !done.contains(open.unpublished())) {
                bySource.computeIfAbsent(file.source(), unused -> new ArrayList<>())
                        .add(candidate(file, open));
            }
        });
        bySource.forEach((partition, candidates) -> begin(partition, candidates, done));
        rewound.forEach((partition, rewind) -> {
            if (!commits.containsKey(partition)) {
                Ledger back = ledger(partition).current().rewind(rewind.offset);
                commits.put(partition, new Commit(back, List.of(), rewind));
            }
        });
        return !commits.isEmpty();
    }

    private CommitPlan.Candidate candidate(FinishedFile file, OpenFile open) {
        // What was read before a rewind says nothing of how far an output partition is.
        String group = open.source().isCurrent(open.unpublished()) ? group(file) : file.key();
        return new CommitPlan.Candidate(open, file, group, pending(file).ledgerBytes());
    }

    private String group(FinishedFile file) {
        return owner.ending() == Ending.TOPIC_PARTITION ? "/" : "/" + file.directory();
    }

    private PendingFile pending(FinishedFile file) {
        return new PendingFile(sealed.of(file), file.rowCount(), file.firstOffset(), file.lastOffset());
    }

    private void begin(
            TopicPartition partition, List<CommitPlan.Candidate> candidates, Set<SourcePartition.Unpublished> done) {
        Rewind rewind = rewound.get(partition);
        Ledger current = ledger(partition).current();
        List<CommitPlan.Candidate> old = candidates.stream()
                .filter(each -> rewind != null && !isCurrent(each))
                .map(each -> each.in(group(each.finished())))
                .toList();
        if (!old.isEmpty()) {
            beginOld(partition, current, old);
            return;
        }
        Ledger base = rewind == null ? current : current.rewind(rewind.offset);
        List<CommitPlan.Candidate> chosen = new CommitPlan(base.ahead().keySet())
                .choose(candidates, files -> nextBesides(files, done) > base.nextOffset());
        if (!chosen.isEmpty()) {
            Ledger next = commit(base, chosen, nextBesides(chosen, done));
            List<FinishedFile> files =
                    chosen.stream().map(CommitPlan.Candidate::finished).toList();
            commits.put(partition, new Commit(next, files, rewind));
        }
    }

    /** Makes a commit of what was read before a rewind, which comes last: a ledger gone back would forget the rest. */
    private void beginOld(TopicPartition partition, Ledger current, List<CommitPlan.Candidate> old) {
        List<CommitPlan.Candidate> chosen = new CommitPlan(current.ahead().keySet()).choose(old, files -> true);
        Map<String, Long> last = new HashMap<>();
        chosen.forEach(each -> last.merge(each.directory(), each.finished().lastOffset(), Math::max));
        List<FinishedFile> files =
                chosen.stream().map(CommitPlan.Candidate::finished).toList();
        Ledger next = current.commit(
                current.nextOffset(), last, files.stream().map(this::pending).toList());
        commits.put(partition, new Commit(next, files, null));
    }

    private static boolean isCurrent(CommitPlan.Candidate candidate) {
        return candidate.file().source().isCurrent(candidate.file().unpublished());
    }

    private static long nextBesides(List<CommitPlan.Candidate> files, Set<SourcePartition.Unpublished> done) {
        Set<SourcePartition.Unpublished> besides = new HashSet<>(done);
        files.forEach(each -> besides.add(each.file().unpublished()));
        return files.get(0).file().source().nextBesides(besides);
    }

    private Ledger commit(Ledger base, List<CommitPlan.Candidate> chosen, long next) {
        List<PendingFile> pending = new ArrayList<>();
        Map<String, Long> last = new HashMap<>();
        for (CommitPlan.Candidate each : chosen) {
            pending.add(pending(each.finished()));
            if (each.file().source().isCurrent(each.file().unpublished())) {
                last.merge(each.directory(), each.finished().lastOffset(), Math::max);
            }
        }
        return base.commit(next, last, pending);
    }

    /** Writes the ledgers of all commits that are not written yet. */
    private StoreThreads.Outcome<TopicPartition> write() {
        List<TopicPartition> unwritten = commits.keySet().stream()
                .filter(partition -> !isWritten(partition))
                .toList();
        Map<TopicPartition, Ledger> next = new HashMap<>();
        unwritten.forEach(partition -> next.put(partition, commitOf(partition).ledger()));
        Map<TopicPartition, LedgerObject> targets = Map.copyOf(ledgers);
        StoreThreads.Outcome<TopicPartition> outcome = access.threads()
                .patiently(
                        "commit",
                        unwritten,
                        partition -> Objects.requireNonNull(targets.get(partition))
                                .write(Objects.requireNonNull(next.get(partition))));
        StoreException failure = outcome.failure();
        commits.forEach((partition, commit) -> {
            if (commit.rewind() != null && isWritten(partition)) {
                rewound.remove(partition, commit.rewind());
            }
        });
        if (failure != null && failure.isConflict()) {
            access.metrics().fenced.incrementAndGet();
            throw new ConnectException(
                    "could not commit: another task has taken over a topic-partition of this one: "
                            + failure.getMessage(),
                    failure);
        }
        return outcome;
    }

    private boolean isWritten(TopicPartition partition) {
        return ledger(partition).current().equals(commitOf(partition).ledger());
    }

    /** Makes the files of all written commits visible and adds them to {@code visible}. */
    private StoreThreads.Outcome<FinishedFile> publish(List<FinishedFile> visible) {
        List<FinishedFile> files = commits.values().stream()
                .flatMap(commit -> commit.files().stream())
                .toList();
        StoreThreads.Outcome<FinishedFile> outcome = access.threads().patiently("publish", files, file -> {
            access.store().publish(sealed.of(file));
            file.logPublished(LOG);
            file.tag(access.tags());
        });
        visible.addAll(outcome.done());
        sealed.removeAll(outcome.done());
        long nowMs = clock.millis();
        commits.replaceAll((partition, commit) -> commit.without(outcome.done()));
        commits.forEach((partition, commit) -> {
            if (commit.files().isEmpty()) {
                settle(partition, nowMs);
            }
        });
        commits.values().removeIf(commit -> commit.files().isEmpty());
        return outcome;
    }

    /** All files of the ledger of {@code partition} are visible. */
    private void settle(TopicPartition partition, long nowMs) {
        if (ledger(partition).current().pending().isEmpty()) {
            unsettledSinceMs.remove(partition);
        } else {
            unsettledSinceMs.put(partition, nowMs);
        }
    }

    private Commit commitOf(TopicPartition partition) {
        return Objects.requireNonNull(commits.get(partition));
    }

    private LedgerObject ledger(TopicPartition partition) {
        return Objects.requireNonNull(ledgers.get(partition), () -> partition + " is not taken over");
    }
}
