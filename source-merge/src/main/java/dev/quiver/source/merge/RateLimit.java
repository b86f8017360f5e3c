/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

/**
 * How long to wait so that no more than so much passes in a second. What was not used is lost, but for one second of
 * it. Pure: the time is an argument.
 */
final class RateLimit {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long perSecond;
    private long paidUntilNs = Long.MIN_VALUE;

    /** At most {@code perSecond}, 0 for any number. */
    RateLimit(long perSecond) {
        this.perSecond = perSecond;
    }

    /** Counts {@code amount} at {@code nowNs} and returns the nanoseconds to wait before more may pass. */
    long passed(long amount, long nowNs) {
        if (perSecond == 0) {
            return 0;
        }
        long from = Math.max(paidUntilNs, nowNs - NS_PER_SECOND);
        paidUntilNs = from + (long) ((double) amount / perSecond * NS_PER_SECOND);
        return Math.max(0, paidUntilNs - nowNs);
    }
}
