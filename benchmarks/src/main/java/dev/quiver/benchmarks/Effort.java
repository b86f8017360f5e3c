/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

/** How much a comparison runs: rows in a round, rounds that only warm up, rounds that count. */
record Effort(int rowCount, int warmUpCount, int roundCount) {
    private static final int ROWS = 500_000;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 5;

    Effort {
        if (rowCount < 1) {
            throw new IllegalArgumentException("--rows must be at least 1 but was " + rowCount);
        }
        if (warmUpCount < 0) {
            throw new IllegalArgumentException("--warm-ups must not be negative but was " + warmUpCount);
        }
        if (roundCount < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1 but was " + roundCount);
        }
    }

    /** About two seconds of work in a round of the baseline, long enough for the clock and the compiler. */
    static Effort usual() {
        return new Effort(ROWS, WARM_UPS, ROUNDS);
    }

    Effort withRows(int rows) {
        return new Effort(rows, warmUpCount, roundCount);
    }

    Effort withWarmUps(int warmUps) {
        return new Effort(rowCount, warmUps, roundCount);
    }

    Effort withRounds(int rounds) {
        return new Effort(rowCount, warmUpCount, rounds);
    }
}
