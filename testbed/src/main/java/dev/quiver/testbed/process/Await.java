/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waiting for something to become true, with a limit and a message that says what did not happen. */
public final class Await {
    private static final long POLL_MS = 50;

    private Await() {}

    /**
     * Asks {@code condition} again and again until it is true. {@link RetryLater} from the condition counts as not yet;
     * any other exception ends the wait.
     *
     * @param what what is waited for, to follow "waited for"
     * @throws IllegalStateException if it is not true within {@code limit}
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        @Nullable RetryLater reason = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (RetryLater e) {
                reason = e;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("waited for " + what + ": " + e.getMessage(), e);
            }
            if (System.nanoTime() > deadlineNs) {
                String detail = reason == null ? "" : ": " + reason.getMessage();
                throw new IllegalStateException("waited " + limit.toSeconds() + " s in vain for " + what + detail);
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
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
