/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.time.Clock;
import java.util.Collection;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what shards have gathered into transactions, one after the other, each until it is in. One thread. */
final class Loads {
    private static final Logger LOG = LoggerFactory.getLogger(Loads.class);
    /** A worker waits five minutes for a task by default before it gives its partitions away. */
    private static final long WAIT_MS = 60_000;
    /** A worker waits five seconds for a task that stops by default. */
    private static final long LAST_WAIT_MS = 4_000;
    /** When to look again whether a load is in. */
    static final long LOOK_MS = 20;

    private final DuckDbSinkConfig config;
    private final Refusals refusals;
    private final SinkMetrics metrics;
    private final RetryDeadline retry;
    private final Clock clock;
    private final Pipeline pipeline;
    private final BufferAllocator allocator = new RootAllocator();
    /** A load that failed but may get in later. */
    private @Nullable Load failed;

    private long retryAtMs;
    /** What calls did not throw that must not, for the next one that may. */
    private @Nullable ConnectException problem;

    Loads(DuckDbSinkConfig config, Refusals refusals, SinkMetrics metrics, Clock clock) {
        this.config = config;
        this.metrics = metrics;
        this.refusals = refusals;
        this.clock = clock;
        this.retry = new RetryDeadline(clock, config.retryTimeout());
        this.pipeline =
                new Pipeline("quiver-duckdb-" + config.connector() + "-" + config.task(), refusals.areTaken(), metrics);
    }

    /** How long failures are borne. */
    RetryDeadline retry() {
        return retry;
    }

    /**
     * Takes the outcome of the load on its way if it is there.
     *
     * @throws RetriableException if it failed but may get in later
     * @throws ConnectException if it cannot get in
     */
    void collect() {
        collect(0);
    }

    /** Whether everything handed over is in, after waiting a while. */
    private boolean collect(long waitMs) {
        ConnectException earlier = problem;
        problem = null;
        if (earlier != null) {
            throw earlier;
        }
        if (failed != null) {
            tryAgain(failed);
        }
        while (pipeline.isBusy()) {
            Pipeline.Outcome outcome = pipeline.await(waitMs);
            if (outcome == null) {
                return false;
            }
            took(outcome);
        }
        return true;
    }

    private void tryAgain(Load load) {
        if (clock.millis() < retryAtMs) {
            throw new RetriableException("waits before " + load.rowCount() + " rows are loaded again");
        }
        refusals.await();
        failed = null;
        submit(load, true);
    }

    private void took(Pipeline.Outcome outcome) {
        Load load = outcome.load();
        DatabaseException failure = outcome.failure();
        if (outcome.isIn()) {
            load.target().committed(load.moves());
            metrics.committed(load, load.target().database().current().path());
            load.close();
            retry.succeeded();
            return;
        }
        if (failure == null) {
            refused(outcome);
            return;
        }
        if (failure.isRetriable()) {
            failed = load;
            metrics.retried();
            retryAtMs = clock.millis() + RetryDeadline.DELAY_MS;
            throw retry.failed(failure);
        }
        load.close();
        if (failure.kind() == DatabaseException.Kind.FENCED) {
            metrics.fenced();
            if (isOfOthersOnly(load)) {
                throw new BeginAgainException(String.valueOf(failure.getMessage()), failure);
            }
            throw new FencedException(failure);
        }
        throw new ConnectException(failure.getMessage(), failure);
    }

    /** The rest of the load gets in when the records that were refused are where they go. */
    private void refused(Pipeline.Outcome outcome) {
        Load load = outcome.load();
        boolean isReported = false;
        try {
            outcome.refusals().forEach(refusals::report);
            metrics.refused(outcome.refusals().size());
            isReported = true;
        } finally {
            if (!isReported) {
                load.close();
            }
        }
        if (config.write().mode() == InsertMode.UPSERT) {
            // Rows that took the place of others in vain must not cost these.
            load.close();
            outcome.refusals().forEach(refusal -> refuse(load.target(), refusal.origin()));
            throw new BeginAgainException(outcome.refusals().size() + " records were refused", null);
        }
        failed = load;
        refusals.await();
        failed = null;
        submit(load, false);
    }

    private static void refuse(Shard shard, RowOrigins.Origin origin) {
        Source source = shard.source(origin.partition());
        if (source != null) {
            source.refuse(origin.offset());
        }
    }

    private static boolean isOfOthersOnly(Load load) {
        Shard shard = load.target();
        return shard.database().isOutdated()
                || load.moves().stream().anyMatch(move -> shard.source(move.partition()) == null);
    }

    /** Begins the transactions that are due because of their age, unless one is on its way. */
    void beginAged(Collection<Shard> shards) {
        for (Shard shard : shards) {
            if (shard.isDirty() && ageMs(shard) >= config.flush().ageMax().toMillis() && !pipeline.isBusy()) {
                begin(shard);
            }
        }
    }

    private long ageMs(Shard shard) {
        return clock.millis() - shard.dirtySinceMs();
    }

    /**
     * Begins a transaction with everything that {@code shard} has gathered, as soon as the one before is in.
     *
     * @throws RetriableException if that takes too long
     */
    void begin(Shard shard) {
        if (!collect(WAIT_MS)) {
            throw new RetriableException("the database takes longer than " + WAIT_MS + " ms for a transaction");
        }
        refusals.await();
        try {
            if (shard.database().isOutdated()) {
                shard.rotate();
            }
        } catch (DatabaseException e) {
            if (e.kind() == DatabaseException.Kind.FENCED) {
                throw new FencedException(e);
            }
            throw retry.failed(e);
        }
        submit(shard.seal(allocator, config.flush().bytesMax() / 8 * 7), false);
    }

    private void submit(Load load, boolean mayBeThere) {
        Shard shard = load.target();
        LoadTransaction transaction = new LoadTransaction(
                shard.database().current(),
                new LoadTransaction.Identity(config.connector(), shard.owner()),
                config.write(),
                allocator);
        pipeline.submit(load, transaction, mayBeThere);
    }

    /** Puts everything gathered in if that works within a while, and says whether it did; throws nothing. */
    boolean tryAll(Collection<Shard> shards) {
        try {
            boolean isIn = collect(LAST_WAIT_MS);
            for (Shard shard : shards) {
                if (isIn && shard.isDirty() && shard.isTakenOver()) {
                    begin(shard);
                    isIn = collect(LAST_WAIT_MS);
                }
            }
            return isIn;
        } catch (ConnectException e) {
            LOG.warn("could not load what was gathered: {}", e.getMessage());
            problem = e;
            return false;
        }
    }

    /** Runs {@code last} as soon as no load is on its way any more, on another thread. */
    void afterwards(Runnable last) {
        pipeline.run(last);
    }

    /** Nobody waits for a load on its way any more. */
    void abandon() {
        pipeline.abandon();
        Load forgotten = failed;
        failed = null;
        problem = null;
        if (forgotten != null) {
            forgotten.close();
        }
    }

    /** Milliseconds until something is due. */
    long nextDueMs(Collection<Shard> shards) {
        if (pipeline.isBusy() || failed != null) {
            return LOOK_MS;
        }
        long due = config.flush().ageMax().toMillis();
        for (Shard shard : shards) {
            if (shard.isDirty()) {
                due = Math.min(due, Math.max(1, config.flush().ageMax().toMillis() - ageMs(shard)));
            }
        }
        return due;
    }

    /** Since when the oldest record waits that no transaction has, or 0. */
    long oldestMs(Collection<Shard> shards) {
        long oldest = 0;
        for (Shard shard : shards) {
            long since = shard.dirtySinceMs();
            oldest = oldest == 0 || (since != 0 && since < oldest) ? since : oldest;
        }
        return oldest;
    }

    /** Ends the thread; {@code last} runs when no load is on its way any more. */
    void end(Runnable last) {
        abandon();
        pipeline.end(() -> {
            last.run();
            allocator.close();
        });
        if (!pipeline.awaitEnd(LAST_WAIT_MS)) {
            LOG.warn("a transaction goes on although the task ends");
        }
    }
}
