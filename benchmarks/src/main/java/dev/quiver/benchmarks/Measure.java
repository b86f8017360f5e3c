/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * How a figure is read off the samples of a comparison. The name is stable and begins with its subject, for example
 * {@code sink-parquet-rows-per-cpu}.
 */
record Measure(String name, Goal goal, ToDoubleFunction<PairedSamples> value) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

    Measure {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a figure's name must be words joined by '-' but was '" + name + "'");
        }
    }

    Figure figure(PairedSamples samples) {
        return new Figure(name, value.applyAsDouble(samples), goal);
    }
}
