/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;

/** What rows in tables of DuckDB cost. */
final class DuckDbComparisons {
    private static final DuckDbRows SINK = new DuckDbRows("the sink", 1, DuckDbPaths.Sink::new);
    /** What is so slow that a hundredth of the rows will do. */
    private static final int FEW = 100;

    private static final double MEBIBYTE = 1 << 20;

    private DuckDbComparisons() {}

    static List<Comparison> all() {
        return List.of(parquet(), arrow(), appender(), batches(), upserts(), commits(), memory());
    }

    private static Comparison parquet() {
        return new Comparison(
                new DuckDbFromParquet(),
                SINK,
                List.of(
                        new Measure("sink-duckdb-parquet", Goal.atLeast(0.6), PairedSamples::rowsPerCpuRatio),
                        new Measure(
                                "sink-duckdb-parquet-wall", Goal.atLeast(0.85), PairedSamples::rowsPerSecondRatio)));
    }

    private static Comparison arrow() {
        return new Comparison(
                new DuckDbFromParquet(),
                new DuckDbBatches(),
                List.of(new Measure("sink-duckdb-arrow", Goal.atLeast(0.78), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison appender() {
        return new Comparison(
                new DuckDbRows("DuckDB's appender", 1, DuckDbPaths.Appender::new),
                SINK,
                List.of(new Measure("sink-duckdb-appender", Goal.atLeast(3.5), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison batches() {
        return new Comparison(
                new DuckDbRows("batches of a prepared statement", FEW, DuckDbPaths.Batches::new),
                SINK,
                List.of(new Measure("sink-duckdb-jdbc-batches", Goal.atLeast(100), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison upserts() {
        return new Comparison(
                new DuckDbUpserts("ON CONFLICT with a primary key", DuckDbUpserts.onConflict()),
                new DuckDbUpserts("the sink, upserts", DuckDbUpserts.sink()),
                List.of(
                        new Measure("sink-duckdb-upsert", Goal.atLeast(30), PairedSamples::rowsPerCpuRatio),
                        new Measure(
                                "sink-duckdb-upsert-20k-ms",
                                Goal.atMost(167),
                                samples -> samples.cpuNanos(20_000) / 1_000_000)));
    }

    private static Comparison commits() {
        return Comparison.alone(
                new DuckDbCommits(),
                new Measure(
                        "sink-duckdb-commit-500-ms",
                        Goal.atMost(25),
                        samples -> samples.candidate().median(Sample::wallNanosPerUnit) / 1_000_000));
    }

    private static Comparison memory() {
        return Comparison.alone(
                new DuckDbMemory(),
                new Measure(
                        "sink-duckdb-memory-mb",
                        Goal.atMost(700),
                        samples -> samples.candidate().median(Sample::outputBytesPerUnit) / MEBIBYTE));
    }
}
