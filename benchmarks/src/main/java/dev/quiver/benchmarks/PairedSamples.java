/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.function.ToDoubleFunction;

/**
 * The samples of both sides of a comparison, round by round. A ratio is the median of the ratios of the rounds: both
 * halves of a round ran one after the other, so a slow spell of the machine touches both.
 */
record PairedSamples(Samples baseline, Samples candidate) {
    PairedSamples {
        if (baseline.rounds().size() != candidate.rounds().size()) {
            throw new IllegalArgumentException(
                    "unpaired rounds: " + baseline.rounds().size() + " of the baseline and "
                            + candidate.rounds().size() + " of the candidate");
        }
    }

    /** How many times the rows per CPU second of the baseline the candidate handles. */
    double rowsPerCpuRatio() {
        return medianRatio(baseline, candidate, Sample::cpuNanosPerUnit);
    }

    /** How many times the CPU time of the baseline the candidate takes. */
    double cpuRatio() {
        return medianRatio(candidate, baseline, Sample::cpuNanosPerUnit);
    }

    /** The median CPU time of {@code unitCount} units of the candidate, in nanoseconds. */
    double cpuNanos(long unitCount) {
        return unitCount * candidate.median(Sample::cpuNanosPerUnit);
    }

    /** How many times the rows per second of the baseline the candidate handles. */
    double rowsPerSecondRatio() {
        return medianRatio(baseline, candidate, Sample::wallNanosPerUnit);
    }

    /** How many times the bytes of the baseline the candidate leaves behind. */
    double outputBytesRatio() {
        return medianRatio(candidate, baseline, Sample::outputBytesPerUnit);
    }

    /** The median bytes of the candidate. */
    double outputBytes() {
        return candidate.median(sample -> sample.work().outputBytes());
    }

    private static double medianRatio(Samples above, Samples below, ToDoubleFunction<Sample> value) {
        double[] ratios = new double[above.rounds().size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = value.applyAsDouble(above.rounds().get(round))
                    / value.applyAsDouble(below.rounds().get(round));
        }
        return Samples.median(ratios);
    }
}
