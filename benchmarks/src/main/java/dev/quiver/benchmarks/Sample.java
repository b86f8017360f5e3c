/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

/** What one round of one contender took, in nanoseconds, and what it got done. */
record Sample(long cpuNanos, long wallNanos, Work work) {
    Sample {
        if (cpuNanos < 1 || wallNanos < 1) {
            throw new IllegalArgumentException("a round took " + cpuNanos + " ns of CPU and " + wallNanos
                    + " ns of time: too short for the clock, give it more rows");
        }
    }

    /** Work whose time nobody measured. */
    static Sample untimed(Work work) {
        return new Sample(1, 1, work);
    }

    double cpuNanosPerUnit() {
        return (double) cpuNanos / work.unitCount();
    }

    double wallNanosPerUnit() {
        return (double) wallNanos / work.unitCount();
    }

    double outputBytesPerUnit() {
        return (double) work.outputBytes() / work.unitCount();
    }

    double unitsPerCpuSecond() {
        return 1e9 / cpuNanosPerUnit();
    }
}
