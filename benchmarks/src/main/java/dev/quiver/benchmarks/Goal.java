/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.math.BigDecimal;

/** What the value of a figure has to be. {@code threshold} says nothing when {@code bound} is {@link Bound#NONE}. */
record Goal(Bound bound, double threshold) {
    /** The side of the threshold on which a value meets the goal. The threshold itself always does. */
    enum Bound {
        AT_LEAST,
        AT_MOST,
        NONE
    }

    Goal {
        if (!Double.isFinite(threshold)) {
            throw new IllegalArgumentException("the threshold of a goal must be finite but was " + threshold);
        }
    }

    static Goal atLeast(double threshold) {
        return new Goal(Bound.AT_LEAST, threshold);
    }

    static Goal atMost(double threshold) {
        return new Goal(Bound.AT_MOST, threshold);
    }

    /** For a figure that is only watched: every value meets it. */
    static Goal none() {
        return new Goal(Bound.NONE, 0);
    }

    boolean isMetBy(double value) {
        return switch (bound) {
            case AT_LEAST -> value >= threshold;
            case AT_MOST -> value <= threshold;
            case NONE -> true;
        };
    }

    /** One word: {@code >=1.3}, {@code <=2.5}, or {@code -} without a goal. */
    String text() {
        return switch (bound) {
            case AT_LEAST -> ">=" + plainThreshold();
            case AT_MOST -> "<=" + plainThreshold();
            case NONE -> "-";
        };
    }

    private String plainThreshold() {
        return BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString();
    }
}
