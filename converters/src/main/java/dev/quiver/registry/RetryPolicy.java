/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.time.Duration;

/**
 * How often a request that failed is made again, and when.
 *
 * @param retriesMax rounds over all servers after the first one
 * @param waitMin before the second round; each next wait is twice as long
 * @param waitMax the longest wait
 */
record RetryPolicy(int retriesMax, Duration waitMin, Duration waitMax) {
    /** The wait before the round {@code round}, of which the second one is 1. */
    Duration before(int round) {
        Duration next = waitMin;
        for (int doubled = 1; doubled < round && next.compareTo(waitMax) < 0; doubled++) {
            next = next.multipliedBy(2);
        }
        return next.compareTo(waitMax) < 0 ? next : waitMax;
    }

    /** Waits; a test may not want to. */
    interface Pause {
        /**
         * Returns after {@code time}.
         *
         * @throws InterruptedException if somebody asks the thread to end
         */
        void pass(Duration time) throws InterruptedException;
    }
}
