/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import com.google.errorprone.annotations.MustBeClosed;
import dev.quiver.source.merge.engine.MergeCounters;
import dev.quiver.source.merge.otel.Faults;
import dev.quiver.store.ObjectStore;
import dev.quiver.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: a thread that fetches and a queue of records between it and the worker's. Whatever the store does,
 * {@link #poll} returns soon, and {@link #close} waits no longer than {@link #PATIENCE} for the thread.
 */
final class MergeSource implements AutoCloseable {
    /** A poll waits no longer for records. */
    static final Duration POLL = Duration.ofMillis(500);

    /** Stopping waits no longer for a call to the store to end. */
    static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final Logger log = LoggerFactory.getLogger(MergeSource.class);
    private static final int QUEUED_POLLS = 4;

    private final MergeSourceConfig config;
    private final @Nullable TransactionContext transactions;
    private final BlockingQueue<List<Emission>> queue = new ArrayBlockingQueue<>(QUEUED_POLLS);
    private final BufferAllocator allocator = new RootAllocator();
    private final ObjectStore store;
    private final MergeCounters counters = new MergeCounters();
    private final AfterFiles after;
    private final Fetcher fetcher;
    private final SourceMetrics metrics;
    private final Thread thread;

    private volatile @Nullable Throwable failure;
    private volatile boolean stopping;
    /** What the open transaction may still have, null if there is none. */
    private @Nullable Room openRoom;

    /** A source over {@code store}, which it closes. */
    @MustBeClosed
    MergeSource(
            Map<String, String> properties,
            ObjectStore store,
            OffsetStorageReader offsets,
            @Nullable TransactionContext transactions) {
        this.config = MergeSourceConfig.parse(properties);
        this.store = store;
        this.transactions = transactions;
        Faults faults = MergeSourceConfig.faults(properties);
        int task = Integer.parseInt(properties.getOrDefault(MergeSourceConnector.TASK, "0"));
        int taskCount = Integer.parseInt(properties.getOrDefault(MergeSourceConnector.TASK_COUNT, "1"));
        String connector = properties.getOrDefault("name", "merge-source");
        this.after = new AfterFiles(config.files().after(), config.signal());
        Fetcher.Setup setup =
                new Fetcher.Setup(config, new Assignment(task, taskCount), queue, allocator, counters, faults);
        this.fetcher = new Fetcher(setup, store, part -> offset(offsets, part), after);
        this.metrics = new SourceMetrics(connector, task, counters, faults, new SourceMetrics.Parts(fetcher, after));
        this.thread = new Thread(this::fetch, "quiver-merge-" + connector + "-" + task);
        thread.setDaemon(true);
    }

    /** A source over the store that {@code properties} say. Nothing is asked of it before {@link #start}. */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the source owns the store
    static MergeSource of(
            Map<String, String> properties, OffsetStorageReader offsets, @Nullable TransactionContext transactions) {
        try {
            ObjectStore store = MergeSourceConfig.parse(properties).store().open();
            return new MergeSource(properties, store, offsets, transactions);
        } catch (StoreException e) {
            throw new ConnectException("could not start: " + e.getMessage(), e);
        }
    }

    private ReplayOffset offset(OffsetStorageReader offsets, String part) {
        try {
            return ReplayOffset.of(offsets.offset(SourceOffsets.partition(config, part)));
        } catch (IllegalArgumentException e) {
            throw new ConnectException("the offset of partition " + part + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Starts fetching.
     *
     * @param worker where the worker has metrics of plugins, null if it has none
     */
    void start(@Nullable PluginMetrics worker) {
        metrics.register();
        if (worker != null) {
            metrics.addTo(worker);
        }
        thread.start();
    }

    /** What is merged. */
    MergeCounters counters() {
        return counters;
    }

    private void fetch() {
        try {
            fetcher.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            if (!stopping) {
                failure = e;
            }
        } finally {
            fetcher.close();
            store.close();
            allocator.close();
        }
    }

    /**
     * The next records, null if there are none for now.
     *
     * @throws ConnectException if fetching has failed
     */
    @Nullable
    List<SourceRecord> poll() throws InterruptedException {
        List<Emission> records = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (records == null) {
            requireFine();
            return endTransaction();
        }
        addToTransaction(records);
        metrics.sent(records.size());
        List<SourceRecord> sent = new ArrayList<>(records.size());
        records.forEach(each -> sent.add(each.content()));
        return sent;
    }

    private void addToTransaction(List<Emission> records) {
        if (transactions == null) {
            return;
        }
        Room room = openRoom == null ? config.limits().transaction() : openRoom;
        for (Emission each : records) {
            room = room.without(each);
        }
        openRoom = room;
        if (!room.isLeft()) {
            transactions.commitTransaction();
            openRoom = null;
        }
    }

    /** What was sent is committed when nothing more comes for now. */
    private @Nullable List<SourceRecord> endTransaction() {
        if (transactions == null || openRoom == null) {
            return null;
        }
        transactions.commitTransaction();
        openRoom = null;
        return List.of();
    }

    private void requireFine() {
        Throwable cause = failure;
        if (cause != null) {
            throw new ConnectException("could not go on replaying: " + cause.getMessage(), cause);
        }
    }

    /** A record has arrived, or will never. */
    void acknowledged(SourceRecord sourceRecord) {
        Object file = sourceRecord.sourceOffset().get(ReplayOffset.FILE);
        Object part = sourceRecord.sourcePartition().get(SourceOffsets.PART);
        after.acknowledged(String.valueOf(part), String.valueOf(file));
    }

    /** Offsets were committed. */
    void committed() {
        after.committed(transactions != null);
    }

    @Override
    public void close() {
        stopping = true;
        metrics.close();
        boolean isStarted = thread.getState() != Thread.State.NEW;
        thread.interrupt();
        queue.clear();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("a call to the store has not ended yet; its thread ends when it does");
        }
        if (!isStarted) {
            fetcher.close();
            store.close();
            allocator.close();
        }
    }
}
