/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets several workers run at the same time, one call of the store after the other, in an order that follows from a
 * random generator alone: before each call a worker waits for its turn, and nobody else runs until it waits again.
 */
final class Turns {
    private final Random random;
    private final List<Seat> seats = new ArrayList<>();
    private @Nullable Throwable failure;

    Turns(Random random) {
        this.random = random;
    }

    /** Where one worker waits. Its store calls {@link #await} before each call. */
    final class Seat {
        private boolean waits;
        private boolean ended;
        private boolean seated;

        /** Waits for the turn; outside of {@link Turns#play} there is nothing to wait for. */
        void await() {
            synchronized (Turns.this) {
                if (!seated) {
                    return;
                }
                waits = true;
                Turns.this.notifyAll();
                while (waits) {
                    waitForOthers();
                }
            }
        }

        private void play(Runnable part) {
            try {
                await();
                part.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            } finally {
                end();
            }
        }

        private void end() {
            synchronized (Turns.this) {
                ended = true;
                Turns.this.notifyAll();
            }
        }
    }

    private synchronized void fail(Throwable thrown) {
        failure = thrown;
    }

    /** A place for one more worker. */
    Seat seat() {
        return new Seat();
    }

    /** One worker's part. */
    record Part(Seat seat, Runnable run) {}

    /** Runs {@code parts} in turns and returns when all have ended. */
    void play(List<Part> parts) {
        Set<Thread> threads = new LinkedHashSet<>();
        for (Part part : parts) {
            part.seat().seated = true;
            part.seat().ended = false;
            seats.add(part.seat());
            threads.add(new Thread(() -> part.seat().play(part.run())));
        }
        threads.forEach(Thread::start);
        while (giveTurn()) {
            // until all have ended
        }
        seats.forEach(seat -> seat.seated = false);
        seats.clear();
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }

    /** Lets one of those that wait go on, once nobody runs; false when all have ended. */
    private synchronized boolean giveTurn() {
        while (!seats.stream().allMatch(seat -> seat.waits || seat.ended)) {
            waitForOthers();
        }
        List<Seat> waiting = seats.stream().filter(seat -> !seat.ended).toList();
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.get(random.nextInt(waiting.size())).waits = false;
        notifyAll();
        return true;
    }

    @SuppressWarnings("WaitNotInLoop") // callers loop
    private void waitForOthers() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted in the midst of a simulation", e);
        }
    }
}
