/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waiting for something to become true, with a limit and a message that says what did not happen. */
public final class Await {
    private static final Duration EVERY = Duration.ofMillis(50);

    private Await() {}

    /**
     * Asks {@code condition} again and again until it is true; otherwise as {@link #value}.
     *
     * @param what what is waited for, to follow "waited for"
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        until(what, limit, EVERY, condition);
    }

    /** As {@link #until(String, Duration, Callable)}, with {@code interval} between one question and the next. */
    public static void until(String what, Duration limit, Duration interval, Callable<Boolean> condition) {
        value(what, limit, interval, () -> {
            if (!condition.call()) {
                throw new RetryLater("not yet");
            }
            return true;
        });
    }

    /**
     * Asks {@code source} again and again until it returns a value. {@link RetryLater} counts as not yet; any other
     * exception ends the wait.
     *
     * @param what what is waited for, to follow "waited for"
     * @throws IllegalStateException if there is no value within {@code limit}; the message holds the last reason
     */
    public static <T> T value(String what, Duration limit, Callable<T> source) {
        return value(what, limit, EVERY, source);
    }

    private static <T> T value(String what, Duration limit, Duration interval, Callable<T> source) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return source.call();
            } catch (RetryLater e) {
                if (System.nanoTime() > deadlineNs) {
                    throw new IllegalStateException(
                            "waited " + limit.toSeconds() + " s in vain for " + what + ": " + e.getMessage(), e);
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("waited for " + what + ": " + e.getMessage(), e);
            }
            pause(what, interval);
        }
    }

    private static void pause(String what, Duration interval) {
        try {
            TimeUnit.MILLISECONDS.sleep(interval.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    /** Says why something is not so yet; the last one becomes part of the message when time runs out. */
    public static final class RetryLater extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Not yet, for this reason. */
        public RetryLater(String reason) {
            super(reason);
        }
    }
}
