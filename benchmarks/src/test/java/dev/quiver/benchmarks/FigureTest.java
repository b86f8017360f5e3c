/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class FigureTest {
    @Test
    void aValueAtOrAboveTheGoalIsMet() {
        assertThat(new Figure("storage-x", 1.3, Goal.atLeast(1.3)).line())
                .isEqualTo("figure storage-x 1.300 goal >=1.3 met");
    }

    @Test
    void aValueBelowTheGoalIsMissed() {
        assertThat(new Figure("storage-x", 1.2, Goal.atLeast(1.30)).line())
                .isEqualTo("figure storage-x 1.200 goal >=1.3 missed");
    }

    @Test
    void aValueAtOrBelowAnUpperGoalIsMet() {
        assertThat(new Figure("storage-x", 100, Goal.atMost(100)).line())
                .isEqualTo("figure storage-x 100.000 goal <=100 met");
    }

    @Test
    void aValueAboveAnUpperGoalIsMissed() {
        assertThat(new Figure("storage-x", 100.001, Goal.atMost(100)).line())
                .isEqualTo("figure storage-x 100.001 goal <=100 missed");
    }

    @Test
    void everyValueMeetsNoGoal() {
        assertThat(new Figure("storage-x", -1, Goal.none()).line()).isEqualTo("figure storage-x -1.000 goal - met");
    }

    /** Otherwise a line could read 1.300 with goal 1.3 missed. */
    @Test
    void theValueIsRoundedBeforeItIsJudged() {
        assertThat(new Figure("storage-x", 1.2996, Goal.atLeast(1.3)).line())
                .isEqualTo("figure storage-x 1.300 goal >=1.3 met");
    }

    @Test
    void aLargeValueIsPrintedInFull() {
        assertThat(new Figure("storage-x", 12_345_678.9, Goal.none()).line())
                .isEqualTo("figure storage-x 12345678.900 goal - met");
    }

    @Test
    void aValueThatIsNoNumberIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Figure("storage-x", Double.NaN, Goal.none()))
                .withMessage("figure storage-x must be finite but was NaN");
    }

    @Test
    void aNameOfOneWordIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Measure("Speed", Goal.none(), PairedSamples::rowsPerCpuRatio))
                .withMessage("a figure's name must be words joined by '-' but was 'Speed'");
    }
}
