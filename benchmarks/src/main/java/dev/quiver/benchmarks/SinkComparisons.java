/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;
import java.util.Map;

/** What the task of the Parquet sink costs, with one and with many output partitions. */
final class SinkComparisons {
    private static final int MANY = 100;
    private static final int RUN_ROWS = 2_000;
    private static final int VERY_MANY = 500;
    private static final int FILE_COUNT = 10_000;
    private static final double NS_PER_MS = 1_000_000;

    private SinkComparisons() {}

    static List<Comparison> all() {
        return List.of(task(), modernTask(), iceberg(), interleaved(), inRuns(), rowWise(), oneFile());
    }

    private static Comparison task() {
        return new Comparison(
                new RowContender("row-wise, general conversion", RowWiseParquet::general),
                new RowContender("the task", () -> new SinkPath(offset -> 0, Map.of())),
                List.of(new Measure("sink-parquet-task", Goal.atLeast(3.1), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison modernTask() {
        return new Comparison(
                new RowContender("row-wise, general conversion", RowWiseParquet::general),
                new RowContender(
                        "the task, modern", () -> new SinkPath(offset -> 0, Map.of("parquet.profile", "modern"))),
                List.of(new Measure("sink-parquet-task-modern", Goal.atLeast(4), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison iceberg() {
        return new Comparison(
                new RowContender("Iceberg's sink", IcebergPath::new),
                new RowContender("the task", () -> new SinkPath(offset -> 0, Map.of())),
                List.of(new Measure("sink-parquet-iceberg", Goal.atLeast(3.5), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison interleaved() {
        return new Comparison(
                new RowContender("the task, one output partition", () -> new SinkPath(offset -> 0, Map.of())),
                new RowContender("the task, 100 output partitions by turns", () -> byTurns(MANY)),
                List.of(new Measure("sink-parquet-100-partitions", Goal.atMost(1.5), PairedSamples::cpuRatio)));
    }

    /** With {@link #RUN_ROWS} × {@link #MANY} rows both ways write the same files. */
    private static Comparison inRuns() {
        return new Comparison(
                new RowContender(
                        "the task, 100 output partitions one after the other",
                        () -> new SinkPath(offset -> offset / RUN_ROWS, Map.of())),
                new RowContender("the task, 100 output partitions by turns", () -> byTurns(MANY)),
                List.of(new Measure("sink-parquet-interleaved", Goal.atMost(1.5), PairedSamples::cpuRatio)));
    }

    private static SinkPath byTurns(int outputPartitionCount) {
        return new SinkPath(offset -> offset % outputPartitionCount, Map.of());
    }

    private static Comparison rowWise() {
        return new Comparison(
                new RowContender("500 row-wise writers by turns", () -> new ManyRowWise(VERY_MANY)),
                new RowContender("the task, 500 output partitions by turns", () -> byTurns(VERY_MANY)),
                List.of(new Measure("sink-parquet-500-partitions", Goal.atLeast(8), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison oneFile() {
        return Comparison.alone(
                new TaskContender("a file of one row", "files", FILE_COUNT, OneRowFileTask::new),
                new Measure("sink-parquet-file-ms", Goal.atMost(0.5), pair -> pair.cpuNanos(1) / NS_PER_MS));
    }
}
