/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.store.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a task that talk to the store, several at a time. Work that takes longer than the task waits goes on,
 * and whoever asks for the same again joins it. One thread calls this.
 */
final class StoreThreads implements AutoCloseable {
    private final ExecutorService threads;
    private final Duration patience;
    /** When calls are not waited for any more, by System.nanoTime. */
    private long deadlineNs;
    /** What goes on although nobody waits for it. */
    private final Map<Key, StoreCall<?>> running = new HashMap<>();

    /** At most {@code threadsMax} calls at a time, waited for as long as {@code patience} says. */
    StoreThreads(int threadsMax, Duration patience) {
        this.patience = patience;
        beginTurn();
        this.threads = Executors.newFixedThreadPool(threadsMax, task -> {
            Thread thread = new Thread(task, "quiver-parquet-publish");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** From now on calls are waited for, all of them together, as long as the patience lasts. */
    void beginTurn() {
        deadlineNs = System.nanoTime() + patience.toNanos();
    }

    /** One piece of work on {@code input}. */
    interface Work<T> {
        /** Does it. */
        void on(T input) throws StoreException;
    }

    /** Tells one piece of work from others. */
    private record Key(String what, Object input) {}

    /**
     * What became of the pieces of work.
     *
     * @param done the inputs of those that were done
     * @param failure the worst one
     * @param isBusy whether others go on
     */
    record Outcome<T>(List<T> done, @Nullable StoreException failure, boolean isBusy) {
        Outcome {
            done = List.copyOf(done);
        }

        /** Of work that is over. */
        Outcome(List<T> done, @Nullable StoreException failure) {
            this(done, failure, false);
        }

        /** Whether all was done. */
        boolean isComplete() {
            return failure == null && !isBusy;
        }
    }

    /**
     * Does {@code work} on each of {@code inputs} and returns when each one that was begun is done or has failed. After
     * a failure no more are begun: each would wait for the same store, and longer than the worker bears.
     */
    <T> Outcome<T> all(Collection<T> inputs, Work<T> work) {
        return outcome(submit(inputs, work), Long.MAX_VALUE);
    }

    /**
     * The same, but returns when the turn is over, while the work goes on. Until it is over, this must be called
     * again with the inputs that were not done, or {@link #cancel}.
     *
     * @param what tells this work on an input from others on the same
     */
    <T> Outcome<T> patiently(String what, Collection<T> inputs, Work<T> work) {
        running.values().removeIf(StoreCall::isOver);
        List<T> others = inputs.stream()
                .filter(input -> !running.containsKey(new Key(what, input)))
                .toList();
        Map<T, StoreCall<?>> calls = submit(others, work);
        for (T input : inputs) {
            StoreCall<?> joined = running.get(new Key(what, input));
            if (joined != null) {
                calls.put(input, joined);
            }
        }
        Outcome<T> outcome = outcome(calls, deadlineNs);
        running.values().removeIf(StoreCall::isOver);
        calls.forEach((input, call) -> {
            if (!call.isOver()) {
                running.put(new Key(what, input), call);
            }
        });
        return outcome;
    }

    private <T> Map<T, StoreCall<?>> submit(Collection<T> inputs, Work<T> work) {
        AtomicBoolean failing = new AtomicBoolean();
        Map<T, StoreCall<?>> calls = new LinkedHashMap<>();
        for (T input : inputs) {
            StoreCall<T> call = new StoreCall<>(input, work, failing);
            calls.put(input, call);
            threads.execute(call);
        }
        return calls;
    }

    private static <T> Outcome<T> outcome(Map<T, StoreCall<?>> calls, long deadlineNs) {
        List<T> done = new ArrayList<>();
        StoreException failure = null;
        boolean isBusy = false;
        for (Map.Entry<T, StoreCall<?>> entry : calls.entrySet()) {
            StoreCall<?> call = entry.getValue();
            boolean isOver = await(call, deadlineNs, calls);
            isBusy |= !isOver;
            if (isOver && call.isDone()) {
                done.add(entry.getKey());
            }
            Throwable cause = isOver ? call.failure() : null;
            if (cause != null) {
                failure = worst(failure, cause);
            }
        }
        return new Outcome<>(done, failure, isBusy);
    }

    private static boolean await(StoreCall<?> call, long deadlineNs, Map<?, StoreCall<?>> all) {
        try {
            return call.await(deadlineNs);
        } catch (InterruptedException e) {
            all.values().forEach(StoreCall::callOff);
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted during " + all.size() + " calls of the store", e);
        }
    }

    /** A failure that stays is worse than one that may pass. */
    private static StoreException worst(@Nullable StoreException known, Throwable cause) {
        StoreException failure = cause instanceof StoreException store
                ? store
                : StoreException.permanent("could not call the store: " + cause, cause);
        return known != null && !known.isRetriable() ? known : failure;
    }

    /** Interrupts what goes on and waits for its end; it may be done or not. */
    void cancel() {
        running.values().forEach(StoreCall::callOff);
        running.values().forEach(call -> await(call, Long.MAX_VALUE, running));
        running.clear();
    }

    /** Ends the threads; calls that still run are interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
