/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.source.merge.engine.FileOpener;
import dev.quiver.source.merge.engine.MergeCounters;
import dev.quiver.source.merge.engine.PartitionMerge;
import dev.quiver.source.merge.otel.Faults;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for files and merges them, on one thread, into a queue that holds a few polls of records. */
final class Fetcher {
    private static final Logger log = LoggerFactory.getLogger(Fetcher.class);
    private static final long RETRY_DELAY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final MergeSourceConfig config;
    private final ObjectStore store;
    private final Assignment assignment;
    private final Function<String, ReplayOffset> offsets;
    private final ReplayContext context;
    private final AfterFiles after;
    private final BlockingQueue<List<Emission>> target;
    private final Map<String, PartitionReplay> replays = new TreeMap<>();
    private final RateLimit rowRate;
    private final RateLimit byteRate;
    private final AtomicLong partitions = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();

    private long nextDiscoveryNs;
    private boolean isDiscovered;
    private long bytesCounted;

    /**
     * A fetcher that has done nothing yet.
     *
     * @param store stays the caller's
     * @param offsets where partitions go on
     */
    Fetcher(Setup setup, ObjectStore store, Function<String, ReplayOffset> offsets, AfterFiles after) {
        this.config = setup.config();
        this.store = store;
        this.assignment = setup.assignment();
        this.offsets = offsets;
        this.after = after;
        this.target = setup.target();
        FileOpener opener = new FileOpener(store, setup.counters());
        this.context = new ReplayContext(
                config,
                opener,
                new PartitionMerge.Resources(setup.allocator(), setup.counters()),
                setup.faults(),
                new FilePlanner(opener, config.files()));
        this.rowRate = new RateLimit(config.limits().rowsPerSecond());
        this.byteRate = new RateLimit(config.limits().bytesPerSecond());
    }

    /**
     * What a fetcher works with.
     *
     * @param config what the operator says
     * @param assignment which partitions are its own
     * @param target takes records
     * @param allocator stays the caller's
     * @param counters of what is merged
     * @param faults what happens to values that cannot be passed on
     */
    record Setup(
            MergeSourceConfig config,
            Assignment assignment,
            BlockingQueue<List<Emission>> target,
            BufferAllocator allocator,
            MergeCounters counters,
            Faults faults) {}

    /** Works until the thread is interrupted. */
    void run() throws IOException, InterruptedException {
        long failingSinceNs = 0;
        while (!Thread.interrupted()) {
            try {
                boolean any = step();
                failingSinceNs = 0;
                if (!any) {
                    TimeUnit.NANOSECONDS.sleep(
                            Math.min(IDLE_NS, config.discoveryInterval().toNanos()));
                }
            } catch (StoreException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                failingSinceNs = failingSinceNs == 0 ? System.nanoTime() : failingSinceNs;
                long failedNs = System.nanoTime() - failingSinceNs;
                if (!e.isRetriable() || failedNs > config.limits().retry().toNanos()) {
                    throw e;
                }
                log.warn("will try again: {}", e.getMessage());
                retries.incrementAndGet();
                replays.values().forEach(PartitionReplay::reset);
                TimeUnit.NANOSECONDS.sleep(RETRY_DELAY_NS);
            }
        }
    }

    private boolean step() throws IOException, InterruptedException {
        discover();
        boolean any = config.merge().order() == MergeSourceConfig.RowOrder.TIME_GLOBAL ? earliest() : each();
        for (PartitionReplay replay : replays.values()) {
            after.act(replay, store);
        }
        return any;
    }

    private void discover() throws StoreException {
        long now = System.nanoTime();
        if (isDiscovered && now - nextDiscoveryNs < 0) {
            return;
        }
        Inventory inventory = Inventory.list(store, config.files());
        inventory.partitions().forEach((part, files) -> {
            if (assignment.owns(part)) {
                replays.computeIfAbsent(part, this::replay).found(files);
            }
        });
        partitions.set(replays.size());
        nextDiscoveryNs = now + config.discoveryInterval().toNanos();
        isDiscovered = true;
    }

    private PartitionReplay replay(String part) {
        ReplayOffset position = offsets.apply(part);
        log.info("replaying partition {} from row {} of '{}'", part, position.row(), position.file());
        return new PartitionReplay(context, part, SourceOffsets.partition(config, part), position);
    }

    /** Takes what is merged at once of some partitions in turn; others wait until one of these has no more for now. */
    private boolean each() throws IOException, InterruptedException {
        int active = 0;
        for (PartitionReplay replay : replays.values()) {
            if (active == config.merge().partitionsMax()) {
                break;
            }
            active += window(replay) ? 1 : 0;
        }
        return active > 0;
    }

    /** Takes a window to its end, so that no other one is held meanwhile. */
    private boolean window(PartitionReplay replay) throws IOException, InterruptedException {
        boolean any = false;
        do {
            List<Emission> records = replay.next(config.limits().poll(), Long.MAX_VALUE);
            any |= !records.isEmpty();
            hand(records);
        } while (replay.isLoaded());
        return any;
    }

    /** Takes records of the partition whose next row is the earliest, up to the next row of any other. */
    private boolean earliest() throws IOException, InterruptedException {
        List<Emission> records = new ArrayList<>();
        try {
            addEarliest(records);
        } finally {
            // What is out must not get lost with a failure.
            hand(records);
        }
        return !records.isEmpty();
    }

    private void addEarliest(List<Emission> records) throws IOException {
        Room room = config.limits().poll();
        while (room.isLeft()) {
            PartitionReplay first = null;
            long firstTime = Long.MAX_VALUE;
            long secondTime = Long.MAX_VALUE;
            for (PartitionReplay replay : replays.values()) {
                long time = replay.earliestTime();
                if (time < firstTime) {
                    secondTime = firstTime;
                    firstTime = time;
                    first = replay;
                } else {
                    secondTime = Math.min(secondTime, time);
                }
            }
            if (first == null) {
                return;
            }
            if (first.headTime() > secondTime) {
                continue; // Its file promised an earlier row than its first one.
            }
            List<Emission> taken = first.next(room, secondTime);
            records.addAll(taken);
            for (Emission each : taken) {
                room = room.without(each);
            }
        }
    }

    private void hand(List<Emission> records) throws InterruptedException {
        if (records.isEmpty()) {
            return;
        }
        long rows = 0;
        for (Emission each : records) {
            after.sent(each.part(), each.file());
            rows += each.rows();
        }
        target.put(records);
        long bytes = context.resources().counters().bytesRead();
        long waitNs = Math.max(
                rowRate.passed(rows, System.nanoTime()), byteRate.passed(bytes - bytesCounted, System.nanoTime()));
        bytesCounted = bytes;
        if (waitNs > 0) {
            TimeUnit.NANOSECONDS.sleep(waitNs);
        }
    }

    /** Partitions that are replayed. */
    long partitions() {
        return partitions.get();
    }

    /** How often a store failed and was tried again. */
    long retries() {
        return retries.get();
    }

    /** Files that were passed over. */
    long skippedFiles() {
        return context.planner().skipped();
    }

    /** Gives back what is open. */
    void close() {
        replays.values().forEach(PartitionReplay::close);
        context.planner().close();
    }
}
