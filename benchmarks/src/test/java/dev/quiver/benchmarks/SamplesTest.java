/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void theMedianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Samples.median(9, 1, 5)).isEqualTo(5);
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Samples.median(9, 1, 5, 4)).isEqualTo(4.5);
    }

    @Test
    void theMedianOfOneIsThatOne() {
        assertThat(Samples.median(7)).isEqualTo(7);
    }

    @Test
    void theMedianLeavesItsInputAsItWas() {
        double[] values = {3, 1, 2};
        Samples.median(values);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void spreadAndMedianAreOfTheRounds() {
        Samples samples = cpu(30, 10, 20);
        assertThat(samples.least(Sample::cpuNanos)).isEqualTo(10);
        assertThat(samples.median(Sample::cpuNanos)).isEqualTo(20);
        assertThat(samples.most(Sample::cpuNanos)).isEqualTo(30);
    }

    @Test
    void noRoundHasNoMedian() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Samples(List.of()))
                .withMessage("a median needs at least one round");
    }

    /** The ratio of the medians, 20 to 10, would mix rounds that the machine ran at different speeds. */
    @Test
    void aRatioIsTheMedianOfTheRatiosOfTheRounds() {
        PairedSamples samples = new PairedSamples(cpu(20, 60, 10), cpu(10, 20, 10));
        assertThat(samples.rowsPerCpuRatio()).isEqualTo(2);
        samples = new PairedSamples(cpu(20, 60, 30), cpu(10, 20, 10));
        assertThat(samples.rowsPerCpuRatio()).isEqualTo(3);
    }

    @Test
    void speedIsBaselineTimeOverCandidateTimeAndSizeTheOtherWayRound() {
        PairedSamples samples = new PairedSamples(
                new Samples(List.of(new Sample(40, 30, new Work(1, 200)))),
                new Samples(List.of(new Sample(10, 10, new Work(1, 100)))));
        assertThat(samples.rowsPerCpuRatio()).isEqualTo(4);
        assertThat(samples.rowsPerSecondRatio()).isEqualTo(3);
        assertThat(samples.outputBytesRatio()).isEqualTo(0.5);
    }

    @Test
    void timesAreOfAUnitOfWork() {
        PairedSamples samples = new PairedSamples(
                new Samples(List.of(new Sample(40, 30, new Work(10, 200)))),
                new Samples(List.of(new Sample(40, 60, new Work(20, 200)))));
        assertThat(samples.rowsPerCpuRatio()).isEqualTo(2);
        assertThat(samples.cpuRatio()).isEqualTo(0.5);
        assertThat(samples.rowsPerSecondRatio()).isEqualTo(1);
        assertThat(samples.outputBytesRatio()).isEqualTo(0.5);
        assertThat(samples.cpuNanos(100)).isEqualTo(200);
    }

    @Test
    void unpairedRoundsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairedSamples(cpu(1, 2), cpu(1)))
                .withMessage("unpaired rounds: 2 of the baseline and 1 of the candidate");
    }

    @Test
    void aRoundTooShortForTheClockIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(0, 5, new Work(1, 0)))
                .withMessage("a round took 0 ns of CPU and 5 ns of time: too short for the clock, give it more rows");
    }

    private static Samples cpu(long... nanos) {
        List<Sample> rounds = new ArrayList<>();
        for (long cpuNanos : nanos) {
            rounds.add(new Sample(cpuNanos, 1, new Work(1, 0)));
        }
        return new Samples(rounds);
    }
}
