/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.store;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that call a server, as many as calls may be in flight. A slot is taken before a call is handed over and
 * free again when the call has ended, so calls never queue and whoever has one too many waits.
 */
public final class CallSlots {
    private final ExecutorService threads;
    private final Semaphore free;

    /**
     * Creates the slots; threads start when they are needed.
     *
     * @param name begins the threads' names
     */
    public CallSlots(int count, String name) {
        AtomicInteger number = new AtomicInteger();
        this.free = new Semaphore(count);
        this.threads = Executors.newFixedThreadPool(count, call -> {
            Thread thread = new Thread(call, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts {@code call}, as soon as a slot is free. */
    public <T> Slot<T> start(Callable<T> call) throws InterruptedException {
        free.acquire();
        Slot<T> slot = new Slot<>(call, free);
        try {
            threads.execute(slot);
            return slot;
        } catch (RuntimeException e) {
            slot.cancel(false);
            throw e;
        }
    }

    /**
     * Waits for {@code patience} until all calls have ended, interrupts what still runs then, and waits as long
     * again. {@link #start} fails from the beginning on.
     */
    public void end(Duration patience) throws InterruptedException {
        threads.shutdown();
        if (!awaitEnd(patience)) {
            threads.shutdownNow().forEach(queued -> ((Slot<?>) queued).cancel(false));
            awaitEnd(patience);
        }
    }

    @CanIgnoreReturnValue
    private boolean awaitEnd(Duration patience) throws InterruptedException {
        return threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One call in its slot. */
    public static final class Slot<T> extends FutureTask<T> {
        private final Semaphore free;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch ended = new CountDownLatch(1);

        private Slot(Callable<T> call, Semaphore free) {
            super(call);
            this.free = free;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    super.run();
                } finally {
                    free();
                }
            }
        }

        /** A cancelled call that never began has no {@link #run} that could free its slot. */
        @Override
        protected void done() {
            if (isCancelled() && begun.compareAndSet(false, true)) {
                free();
            }
        }

        /** Waits until no thread works on the call any more, or {@code patience} ends. */
        public boolean awaitEnd(Duration patience) throws InterruptedException {
            return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void free() {
            free.release();
            ended.countDown();
        }
    }
}
