/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

/**
 * What a contender got done in one round.
 *
 * @param unitCount rows, or whatever else the contender says it counts
 * @param outputBytes the bytes left behind, 0 when there are none to compare
 */
record Work(long unitCount, long outputBytes) {
    Work {
        if (unitCount < 1) {
            throw new IllegalArgumentException("unitCount must be at least 1 but was " + unitCount);
        }
        if (outputBytes < 0) {
            throw new IllegalArgumentException("outputBytes must not be negative but was " + outputBytes);
        }
    }
}
