/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StopwatchTest {
    private final AtomicLong cpu = new AtomicLong(1_000);
    private final AtomicLong wall = new AtomicLong(-500);
    private final Stopwatch stopwatch = new Stopwatch(cpu::get, wall::get);

    @Test
    void onlyTheTimeBetweenStartAndStopCounts() {
        Work work = new Work(2, 9);
        section(3, 5);
        pass(100, 100);
        section(4, 6);
        assertThat(stopwatch.sample(work)).isEqualTo(new Sample(7, 11, work));
    }

    @Test
    void aRunningStopwatchCannotBeStarted() {
        stopwatch.start();
        assertThatIllegalStateException().isThrownBy(stopwatch::start).withMessage("the stopwatch is already running");
    }

    @Test
    void aRunningStopwatchHasNoSample() {
        stopwatch.start();
        assertThatIllegalStateException()
                .isThrownBy(() -> stopwatch.sample(new Work(1, 0)))
                .withMessage("the stopwatch is still running");
    }

    @Test
    void aStoppedStopwatchCannotBeStopped() {
        assertThatIllegalStateException().isThrownBy(stopwatch::stop).withMessage("the stopwatch is not running");
    }

    private void section(long cpuNanos, long wallNanos) {
        stopwatch.start();
        pass(cpuNanos, wallNanos);
        stopwatch.stop();
    }

    private void pass(long cpuNanos, long wallNanos) {
        cpu.addAndGet(cpuNanos);
        wall.addAndGet(wallNanos);
    }
}
