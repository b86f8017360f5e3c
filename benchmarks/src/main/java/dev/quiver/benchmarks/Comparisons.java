/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;

/** Every comparison there is. A new one is added here; nothing runs before it is asked for. */
final class Comparisons {
    private static final Contender GENERAL_AVRO =
            new RowContender("general Avro conversion, 64 KiB pages", RowWiseParquet::general);

    private static final int FILL_ROWS = 10_000;

    private Comparisons() {}

    static List<Comparison> all() {
        return List.of(fillByName(), fillCompiled(), fillPolls(), leanAvro(), columns());
    }

    /** From rows to vectors, against the obvious way. */
    private static Comparison fillByName() {
        return new Comparison(
                new JobContender<>("setSafe by name", FILL_ROWS, FillJob.ByName::new),
                new JobContender<>("heap builders", FILL_ROWS, FillJob.Builder::new),
                List.of(new Measure("converters-fill-by-name", Goal.atLeast(3), PairedSamples::rowsPerCpuRatio)));
    }

    /** From rows to vectors, against writers chosen once per column. */
    private static Comparison fillCompiled() {
        return new Comparison(
                new JobContender<>("setSafe through a writer for each column", FILL_ROWS, FillJob.Compiled::new),
                new JobContender<>("heap builders", FILL_ROWS, FillJob.Builder::new),
                List.of(new Measure("converters-fill-compiled", Goal.atLeast(1.3), PairedSamples::rowsPerCpuRatio)));
    }

    /** The same with batches as small as a poll. */
    private static Comparison fillPolls() {
        return new Comparison(
                new JobContender<>("setSafe by name", OtelRecords.BATCH_ROWS, FillJob.ByName::new),
                new JobContender<>("heap builders", OtelRecords.BATCH_ROWS, FillJob.Builder::new),
                List.of(new Measure("converters-fill-polls", Goal.atLeast(3), PairedSamples::rowsPerCpuRatio)));
    }

    /** How much of the baseline's cost is its conversion and page size, not the row-wise writer itself. */
    private static Comparison leanAvro() {
        return new Comparison(
                GENERAL_AVRO,
                new RowContender("lean Avro conversion, 1 MiB pages", RowWiseParquet::lean),
                List.of(new Measure("storage-baseline-lean-avro", Goal.none(), PairedSamples::rowsPerCpuRatio)));
    }

    /** What the sink's way costs against the one in wide use. */
    private static Comparison columns() {
        return new Comparison(
                GENERAL_AVRO,
                new RowContender("columns", ArrowParquet::new),
                List.of(
                        new Measure("sink-parquet-rows-per-cpu", Goal.atLeast(1.3), PairedSamples::rowsPerCpuRatio),
                        new Measure("sink-parquet-file-bytes", Goal.atMost(1.01), PairedSamples::outputBytesRatio)));
    }
}
