/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * The time of the sections of a round that count. CPU time is that of the whole process, so the garbage collector, the
 * compiler and every other thread are on the bill. The clock ticks every 10 ms on Linux: a section should take several
 * ticks, shorter ones only average out.
 */
final class Stopwatch {
    private final LongSupplier cpuClock;
    private final LongSupplier wallClock;
    private boolean running;
    private long cpuNanos;
    private long wallNanos;

    Stopwatch(LongSupplier cpuClock, LongSupplier wallClock) {
        this.cpuClock = cpuClock;
        this.wallClock = wallClock;
    }

    static Stopwatch ofProcess() {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Stopwatch(process::getProcessCpuTime, System::nanoTime);
    }

    void start() {
        if (running) {
            throw new IllegalStateException("the stopwatch is already running");
        }
        running = true;
        cpuNanos -= cpuClock.getAsLong();
        wallNanos -= wallClock.getAsLong();
    }

    void stop() {
        if (!running) {
            throw new IllegalStateException("the stopwatch is not running");
        }
        wallNanos += wallClock.getAsLong();
        cpuNanos += cpuClock.getAsLong();
        running = false;
    }

    /** The sum of all sections so far, with what got done in them. */
    Sample sample(Work work) {
        if (running) {
            throw new IllegalStateException("the stopwatch is still running");
        }
        return new Sample(cpuNanos, wallNanos, work);
    }
}
