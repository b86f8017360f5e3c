/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.testbed.faults;

import java.time.Duration;

/** How a {@link TcpProxy} treats bytes at the moment; blocks a forwarding thread for as long as the network would. */
final class Link {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    private long latencyNs;
    private long bytesPerSecond = UNLIMITED;
    private long replyBytesLeft = UNLIMITED;
    private boolean stalled;
    /** When the line is free for the next byte. */
    private long freeAtNs = System.nanoTime();

    synchronized void latency(Duration oneWay) {
        latencyNs = oneWay.toNanos();
        notifyAll();
    }

    synchronized void bandwidth(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("bandwidth must be at least 1 byte per second but was " + limit);
        }
        bytesPerSecond = limit;
        freeAtNs = System.nanoTime();
        notifyAll();
    }

    synchronized void stall(boolean on) {
        stalled = on;
        notifyAll();
    }

    synchronized void cutAfter(long replyBytes) {
        replyBytesLeft = replyBytes;
    }

    synchronized void heal() {
        latencyNs = 0;
        bytesPerSecond = UNLIMITED;
        replyBytesLeft = UNLIMITED;
        stalled = false;
        notifyAll();
    }

    /** Returns once {@code count} bytes may go on. */
    synchronized int pass(int count) throws InterruptedException {
        long arrivedNs = System.nanoTime();
        if (bytesPerSecond != UNLIMITED) {
            freeAtNs = Math.max(freeAtNs, arrivedNs) + Math.multiplyExact((long) count, NS_PER_SECOND) / bytesPerSecond;
        }
        while (stalled || remainingNs(arrivedNs) > 0) {
            long waitNs = stalled ? 0 : remainingNs(arrivedNs);
            // Zero waits for a change; anything else is rounded up so that it is never zero.
            wait(waitNs == 0 ? 0 : waitNs / NS_PER_MS + 1);
        }
        return count;
    }

    /** As {@link #pass}, and returns how many of the bytes may go on before the connection is cut. */
    synchronized int passReply(int count) throws InterruptedException {
        int allowed = pass(count);
        if (replyBytesLeft == UNLIMITED) {
            return allowed;
        }
        if (replyBytesLeft >= count) {
            replyBytesLeft -= count;
            return allowed;
        }
        allowed = (int) replyBytesLeft;
        replyBytesLeft = UNLIMITED;
        return allowed;
    }

    private long remainingNs(long arrivedNs) {
        long due = arrivedNs + latencyNs;
        if (bytesPerSecond != UNLIMITED) {
            due = Math.max(due, freeAtNs + latencyNs);
        }
        return due - System.nanoTime();
    }
}
