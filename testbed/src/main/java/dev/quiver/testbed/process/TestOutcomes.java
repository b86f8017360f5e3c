/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.process;

import java.util.ArrayList;
import java.util.List;

/**
 * How the tests of this JVM fare, so that logs outlive a failed test and nothing else. A test closes its servers before
 * its outcome is known, so whatever depends on it waits here until then.
 */
final class TestOutcomes {
    private static final List<Pending> PENDING = new ArrayList<>();
    private static boolean listening;
    private static long failureCount;

    private TestOutcomes() {}

    /** The number of tests and classes that failed in this JVM so far. */
    static synchronized long failureCount() {
        return failureCount;
    }

    /** From now on somebody reports outcomes. */
    static synchronized void listen() {
        listening = true;
    }

    static synchronized void recordFailure() {
        failureCount++;
    }

    /** Runs {@code onSuccess} when the running class is over, unless the failures grow; at once if nobody listens. */
    static void whenKnown(long failureCountBefore, Runnable onSuccess) {
        synchronized (TestOutcomes.class) {
            if (listening) {
                PENDING.add(new Pending(failureCountBefore, onSuccess));
                return;
            }
        }
        onSuccess.run();
    }

    /** The outcome of everything that was closed so far is known. */
    static void settle() {
        List<Pending> settled;
        long failures;
        synchronized (TestOutcomes.class) {
            settled = List.copyOf(PENDING);
            PENDING.clear();
            failures = failureCount;
        }
        settled.stream()
                .filter(pending -> pending.failureCountBefore() == failures)
                .forEach(pending -> pending.onSuccess().run());
    }

    private record Pending(long failureCountBefore, Runnable onSuccess) {}
}
