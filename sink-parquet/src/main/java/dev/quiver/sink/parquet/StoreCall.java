/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One piece of work for the store, on a thread of its own, that others wait for or call off. */
final class StoreCall<T> implements Runnable {
    private final T input;
    private final StoreThreads.Work<T> work;
    private final AtomicBoolean failing;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean isDone;
    private volatile @Nullable Throwable failure;
    /** Guarded by this object, so that nobody interrupts the work that comes after. */
    private @Nullable Thread runner;

    private boolean isCalledOff;

    /**
     * {@code work} on {@code input}.
     *
     * @param failing whether other work has failed, so that this need not begin; set if it fails itself
     */
    StoreCall(T input, StoreThreads.Work<T> work, AtomicBoolean failing) {
        this.input = input;
        this.work = work;
        this.failing = failing;
    }

    @Override
    @SuppressWarnings("CatchingThrowable") // whoever waits is told
    public void run() {
        try {
            if (!failing.get() && begins()) {
                work.on(input);
                isDone = true;
            }
        } catch (Throwable e) {
            failing.set(true);
            failure = e;
        } finally {
            ends();
        }
    }

    private synchronized boolean begins() {
        runner = Thread.currentThread();
        return !isCalledOff;
    }

    private synchronized void ends() {
        if (runner != null && isCalledOff) {
            Thread.interrupted(); // meant for this work alone
        }
        runner = null;
        end.countDown();
    }

    /** Waits for the end until {@code deadlineNs}; says whether it has come. */
    boolean await(long deadlineNs) throws InterruptedException {
        if (deadlineNs == Long.MAX_VALUE) {
            end.await();
            return true;
        }
        return end.await(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Interrupts the work, or keeps it from beginning. */
    synchronized void callOff() {
        isCalledOff = true;
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** Whether it is over, well or not. */
    boolean isOver() {
        return end.getCount() == 0;
    }

    /** Whether the work was done. */
    boolean isDone() {
        return isDone;
    }

    /** Why it was not done, if it was begun. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
