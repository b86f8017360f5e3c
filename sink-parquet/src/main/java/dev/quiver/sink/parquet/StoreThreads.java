/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** The threads of a task that talk to the store, several at a time. */
final class StoreThreads implements AutoCloseable {
    private final ExecutorService threads;

    /** At most {@code threadsMax} calls at a time. */
    StoreThreads(int threadsMax) {
        this.threads = Executors.newFixedThreadPool(threadsMax, task -> {
            Thread thread = new Thread(task, "quiver-parquet-publish");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** One piece of work on {@code input}. */
    interface Work<T> {
        /** Does it. */
        void on(T input) throws StoreException;
    }

    /** What became of the pieces of work: the inputs of those that were done, and the worst failure. */
    record Outcome<T>(List<T> done, @Nullable StoreException failure) {
        Outcome {
            done = List.copyOf(done);
        }
    }

    /**
     * Does {@code work} on each of {@code inputs} and returns when each one that was begun is done or has failed. After
     * a failure no more are begun: each would wait for the same store, and longer than the worker bears.
     */
    <T> Outcome<T> all(Collection<T> inputs, Work<T> work) {
        AtomicBoolean failing = new AtomicBoolean();
        List<Callable<@Nullable T>> calls = new ArrayList<>();
        for (T input : inputs) {
            calls.add(() -> failing.get() ? null : call(input, work, failing));
        }
        try {
            return outcome(threads.invokeAll(calls));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted during " + inputs.size() + " calls of the store", e);
        }
    }

    private static <T> T call(T input, Work<T> work, AtomicBoolean failing) throws StoreException {
        boolean done = false;
        try {
            work.on(input);
            done = true;
            return input;
        } finally {
            if (!done) {
                failing.set(true);
            }
        }
    }

    private static <T> Outcome<T> outcome(List<Future<@Nullable T>> calls) throws InterruptedException {
        List<T> done = new ArrayList<>();
        StoreException failure = null;
        for (Future<@Nullable T> call : calls) {
            try {
                T input = call.get();
                if (input != null) {
                    done.add(input);
                }
            } catch (ExecutionException e) {
                failure = worst(failure, e.getCause() == null ? e : e.getCause());
            }
        }
        return new Outcome<>(done, failure);
    }

    /** A failure that stays is worse than one that may pass. */
    private static StoreException worst(@Nullable StoreException known, Throwable cause) {
        StoreException failure = cause instanceof StoreException store
                ? store
                : StoreException.permanent("could not call the store: " + cause, cause);
        return known != null && !known.isRetriable() ? known : failure;
    }

    /** Ends the threads; calls that still run are interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
