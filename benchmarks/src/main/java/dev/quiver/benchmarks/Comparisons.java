/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Every comparison there is. A new one is added here; nothing runs before it is asked for. */
final class Comparisons {
    private static final Contender GENERAL_AVRO =
            new RowContender("general Avro conversion, 64 KiB pages", RowWiseParquet::general);

    private Comparisons() {}

    static List<Comparison> all() {
        List<Comparison> all = new ArrayList<>(ConverterComparisons.all());
        all.addAll(ReadComparisons.all());
        all.add(leanAvro());
        all.add(columns());
        return List.copyOf(all);
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
