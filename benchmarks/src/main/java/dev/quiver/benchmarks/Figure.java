/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A measured value beside its goal. The value is rounded before it is judged, so that the printed line never
 * contradicts itself.
 */
record Figure(String name, double value, Goal goal) {
    private static final int DECIMALS = 3;

    Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("figure " + name + " must be finite but was " + value);
        }
        value = rounded(value).doubleValue();
    }

    boolean isMet() {
        return goal.isMetBy(value);
    }

    /** {@code figure <name> <value> goal <goal> met|missed}, the line that scripts read. */
    String line() {
        return "figure " + name + " " + rounded(value).toPlainString() + " goal " + goal.text()
                + (isMet() ? " met" : " missed");
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
