/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;

/** What many output partitions cost the Parquet sink. */
final class SinkComparisons {
    private static final int MANY = 100;
    private static final int VERY_MANY = 500;
    private static final int FILE_COUNT = 2_000;
    private static final double NS_PER_MS = 1_000_000;

    private SinkComparisons() {}

    static List<Comparison> all() {
        return List.of(interleaved(), rowWise(), oneFile());
    }

    private static Comparison interleaved() {
        return new Comparison(
                new RowContender("the task, one output partition", () -> new SinkPath(1)),
                new RowContender("the task, 100 output partitions by turns", () -> new SinkPath(MANY)),
                List.of(new Measure("sink-parquet-100-partitions", Goal.atMost(1.5), PairedSamples::cpuRatio)));
    }

    private static Comparison rowWise() {
        return new Comparison(
                new RowContender("500 row-wise writers by turns", () -> new ManyRowWise(VERY_MANY)),
                new RowContender("the task, 500 output partitions by turns", () -> new SinkPath(VERY_MANY)),
                List.of(new Measure("sink-parquet-500-partitions", Goal.atLeast(8), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison oneFile() {
        return Comparison.alone(
                new TaskContender("a file of one row", "files", FILE_COUNT, OneRowFileTask::new),
                new Measure("sink-parquet-file-ms", Goal.atMost(0.5), pair -> pair.cpuNanos(1) / NS_PER_MS));
    }
}
