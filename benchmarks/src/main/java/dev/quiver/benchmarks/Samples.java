/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The samples of one contender, in the order of the rounds; at least one. */
record Samples(List<Sample> rounds) {
    Samples {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a median needs at least one round");
        }
    }

    double median(ToDoubleFunction<Sample> value) {
        return median(rounds.stream().mapToDouble(value).toArray());
    }

    double least(ToDoubleFunction<Sample> value) {
        return rounds.stream().mapToDouble(value).min().orElseThrow();
    }

    double most(ToDoubleFunction<Sample> value) {
        return rounds.stream().mapToDouble(value).max().orElseThrow();
    }

    /** The middle value, or the mean of the two middle ones; {@code values} holds at least one. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length % 2 == 1) {
            return sorted[middle];
        }
        return (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
