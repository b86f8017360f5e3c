/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.util.concurrent.TimeUnit;

/**
 * How long one kind of work takes: how often it was done, for how long altogether, and the longest in the last minute
 * or two. Several threads may add.
 */
final class Latency {
    private static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(1);

    private long count;
    private long totalNs;
    private long maxNs;
    private long maxBeforeNs;
    private long windowStartNs = System.nanoTime();

    /** Adds work that began at {@code startNs} of {@link System#nanoTime} and has just ended. */
    void addSince(long startNs) {
        add(System.nanoTime() - startNs);
    }

    private synchronized void add(long tookNs) {
        turn();
        count++;
        totalNs += tookNs;
        maxNs = Math.max(maxNs, tookNs);
    }

    private void turn() {
        long nowNs = System.nanoTime();
        long passedNs = nowNs - windowStartNs;
        if (passedNs >= WINDOW_NS) {
            maxBeforeNs = passedNs >= 2 * WINDOW_NS ? 0 : maxNs;
            maxNs = 0;
            windowStartNs = nowNs;
        }
    }

    synchronized long count() {
        return count;
    }

    synchronized long totalMs() {
        return TimeUnit.NANOSECONDS.toMillis(totalNs);
    }

    synchronized long maxMs() {
        turn();
        return TimeUnit.NANOSECONDS.toMillis(Math.max(maxNs, maxBeforeNs));
    }
}
