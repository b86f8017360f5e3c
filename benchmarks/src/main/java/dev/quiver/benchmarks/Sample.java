/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

/** What one round of one contender took, in nanoseconds, and the bytes it left behind. */
record Sample(long cpuNanos, long wallNanos, long outputBytes) {
    Sample {
        if (cpuNanos < 1 || wallNanos < 1) {
            throw new IllegalArgumentException("a round took " + cpuNanos + " ns of CPU and " + wallNanos
                    + " ns of time: too short for the clock, give it more rows");
        }
        if (outputBytes < 0) {
            throw new IllegalArgumentException("outputBytes must not be negative but was " + outputBytes);
        }
    }
}
