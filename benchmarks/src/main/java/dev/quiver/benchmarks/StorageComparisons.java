/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.parquet.ParquetOptions;
import dev.quiver.parquet.Profile;
import java.util.List;

/** What Parquet files cost to write. */
final class StorageComparisons {
    private static final int TWO_THREADS = 2;

    private static final Contender GENERAL_AVRO =
            new RowContender("general Avro conversion, 64 KiB pages", RowWiseParquet::general);
    private static final Contender BATCHES = new BatchContender("Arrow batches to a file", BatchPasses::write);

    private StorageComparisons() {}

    static List<Comparison> all() {
        return List.of(leanAvro(), columns(), modern(), twoThreads(), duckDb(), zstd(), ownTable());
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
                new RowContender("columns", () -> new ArrowParquet(ParquetOptions.DEFAULTS, 1)),
                List.of(
                        new Measure("sink-parquet-rows-per-cpu", Goal.atLeast(3.1), PairedSamples::rowsPerCpuRatio),
                        new Measure("sink-parquet-file-bytes", Goal.atMost(1.01), PairedSamples::outputBytesRatio)));
    }

    private static Comparison modern() {
        ParquetOptions modern = ParquetOptions.DEFAULTS.withProfile(Profile.MODERN);
        return new Comparison(
                GENERAL_AVRO,
                new RowContender("columns, modern encodings", () -> new ArrowParquet(modern, 1)),
                List.of(new Measure("sink-parquet-modern", Goal.atLeast(4), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison twoThreads() {
        return new Comparison(
                GENERAL_AVRO,
                new RowContender("columns, two threads", () -> new ArrowParquet(ParquetOptions.DEFAULTS, TWO_THREADS)),
                List.of(new Measure(
                        "sink-parquet-two-threads-wall", Goal.atLeast(3.5), PairedSamples::rowsPerSecondRatio)));
    }

    private static Comparison duckDb() {
        return new Comparison(
                new RowContender("columns, copied by DuckDB", DuckDbCopy::new),
                new RowContender("columns", () -> new ArrowParquet(ParquetOptions.DEFAULTS, 1)),
                List.of(new Measure("storage-write-duckdb", Goal.atLeast(1.9), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison zstd() {
        return new Comparison(
                new BatchContender("zstd alone, of the same pages", BatchPasses::compress),
                BATCHES,
                List.of(new Measure("storage-write-zstd", Goal.atMost(2.2), PairedSamples::cpuRatio)));
    }

    private static Comparison ownTable() {
        return new Comparison(
                new BatchContender("DuckDB's own table to a file", DuckDbCopy::ownTable),
                BATCHES,
                List.of(new Measure("storage-write-duckdb-table", Goal.atLeast(1.5), PairedSamples::rowsPerCpuRatio)));
    }
}
