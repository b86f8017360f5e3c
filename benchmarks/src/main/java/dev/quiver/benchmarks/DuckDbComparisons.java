/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What rows in tables of DuckDB cost. */
final class DuckDbComparisons {
    private static final RowContender SINK = new RowContender("the sink", DuckDbPaths.Sink::new);

    private DuckDbComparisons() {}

    static List<Comparison> all() {
        return List.of(parquet(), appender(), batches(), upserts());
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

    private static Comparison appender() {
        return new Comparison(
                new RowContender("DuckDB's appender", DuckDbPaths.Appender::new),
                SINK,
                List.of(new Measure("sink-duckdb-appender", Goal.atLeast(3.5), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison batches() {
        return new Comparison(
                new FewRows(new RowContender("batches of a prepared statement", DuckDbPaths.Batches::new)),
                SINK,
                List.of(new Measure("sink-duckdb-jdbc-batches", Goal.atLeast(100), PairedSamples::rowsPerCpuRatio)));
    }

    private static Comparison upserts() {
        return new Comparison(
                new DuckDbUpserts("INSERT OR REPLACE with a primary key", DuckDbUpserts.onConflict()),
                new DuckDbUpserts("the sink, upserts", DuckDbUpserts.sink()),
                List.of(
                        new Measure("sink-duckdb-upsert", Goal.atLeast(30), PairedSamples::rowsPerCpuRatio),
                        new Measure(
                                "sink-duckdb-upsert-20k-ms",
                                Goal.atMost(167),
                                samples -> samples.cpuNanos(20_000) / 1_000_000)));
    }

    /** A contender that is so slow that a hundredth of the rows will do. */
    private record FewRows(Contender contender) implements Contender {
        private static final int SHARE = 100;
        private static final int ROWS_MIN = 1_000;

        @Override
        public String name() {
            return contender.name();
        }

        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            return contender.run(Math.max(ROWS_MIN, rowCount / SHARE), directory, stopwatch);
        }
    }
}
