/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/**
 * The wall clock as it was when the task started, and from then on the time that has passed: setting the machine's
 * clock
 * back keeps no file open for longer.
 */
final class SteadyClock extends Clock {
    private final Clock wall;
    private final Instant start;
    private final long startNanos;

    private SteadyClock(Clock wall) {
        this.wall = wall;
        this.start = wall.instant();
        this.startNanos = System.nanoTime();
    }

    /** A clock that starts with the time of {@code wall}. */
    static Clock startingAt(Clock wall) {
        return new SteadyClock(wall);
    }

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - startNanos);
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(wall.withZone(zone));
    }
}
