/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a task that puts rows into databases while the task gathers the next ones. One load at a time is handed
 * over: there is room for no more. Only the task calls it.
 */
final class Pipeline implements AutoCloseable {
    private final ExecutorService thread;
    private final boolean takesRefusals;
    private final SinkMetrics metrics;
    private @Nullable Attempt attempt;

    /** With {@code takesRefusals}, all rows that a database refuses are looked for, otherwise the first one. */
    Pipeline(String name, boolean takesRefusals, SinkMetrics metrics) {
        this.takesRefusals = takesRefusals;
        this.metrics = metrics;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * What became of a load.
     *
     * @param refusals records that were taken out of the load because the database refuses them; it is not in then
     * @param failure why it is not in; null if it is, or after refusals
     */
    record Outcome(
            Load load,
            List<Sieve.Refusal> refusals,
            @Nullable DatabaseException failure) {
        boolean isIn() {
            return failure == null && refusals.isEmpty();
        }
    }

    /** A load on its way. */
    private record Attempt(Load load, CompletableFuture<Outcome> outcome) {}

    /** Whether a load is on its way, or its outcome was not taken yet. */
    boolean isBusy() {
        return attempt != null;
    }

    /** Begins to put {@code owned} in. It comes back with the outcome. */
    void submit(Load owned, LoadTransaction transaction, boolean mayBeThere) {
        if (attempt != null) {
            throw new IllegalStateException("the load before is not done");
        }
        CompletableFuture<Outcome> outcome =
                CompletableFuture.supplyAsync(() -> load(owned, transaction, mayBeThere), thread);
        attempt = new Attempt(owned, outcome);
    }

    private Outcome load(Load load, LoadTransaction transaction, boolean mayBeThere) {
        try {
            try {
                List<Sieve.Refusal> cut = CutValues.remove(load);
                if (!cut.isEmpty()) {
                    return new Outcome(load, cut, null);
                }
                long startNanos = System.nanoTime();
                transaction.run(load, mayBeThere);
                metrics.transaction(System.nanoTime() - startNanos);
                return new Outcome(load, List.of(), null);
            } catch (DatabaseException e) {
                if (e.kind() != DatabaseException.Kind.DATA) {
                    throw e;
                }
                List<Sieve.Refusal> refusals = new Sieve(transaction, !takesRefusals).sift(load);
                return new Outcome(load, refusals, refusals.isEmpty() ? e : null);
            }
        } catch (DatabaseException e) {
            return new Outcome(load, List.of(), e);
        }
    }

    /** The outcome of the load on its way, which belongs to the caller, or null if it is not there after a while. */
    @Nullable
    Outcome await(long waitMs) {
        Attempt current = Objects.requireNonNull(attempt, "nothing is on its way");
        try {
            Outcome outcome = current.outcome().get(waitMs, TimeUnit.MILLISECONDS);
            attempt = null;
            return outcome;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while rows went into the database", e);
        } catch (ExecutionException e) {
            attempt = null;
            current.load().close();
            throw new ConnectException("could not load rows: " + e.getCause(), e);
        }
    }

    /** Nobody waits for the load on its way any more. Whether it gets in is for the database to say. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits
    void abandon() {
        Attempt current = attempt;
        attempt = null;
        if (current != null) {
            current.outcome().whenComplete((outcome, failure) -> current.load().close());
        }
    }

    /** Runs {@code next} behind everything that was handed over. */
    void run(Runnable next) {
        thread.execute(next);
    }

    /** Runs {@code last} behind everything that was handed over, then ends the thread. */
    void end(Runnable last) {
        abandon();
        thread.execute(last);
        thread.shutdown();
    }

    /** Waits a while for the thread to end. */
    boolean awaitEnd(long waitMs) {
        try {
            return thread.awaitTermination(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        end(() -> {});
    }
}
