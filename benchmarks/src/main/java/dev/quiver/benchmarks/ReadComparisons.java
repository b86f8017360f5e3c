/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.benchmarks.ReadPass.Columns;
import java.util.List;

/** What reading a Parquet file into vectors costs. */
final class ReadComparisons {
    private ReadComparisons() {}

    static List<Comparison> all() {
        return List.of(
                of("storage-read-avro", "AvroParquetReader", ReadPasses::avro, Columns.ALL, 3),
                of("storage-read-column-reader", "column readers", ColumnReaderPass::read, Columns.ALL, 2),
                of("storage-read-duckdb", "DuckDB, one thread", ReadPasses::duckDb, Columns.ALL, 3.5),
                of("storage-read-projection-avro", "AvroParquetReader", ReadPasses::avro, Columns.FIVE, 3),
                of("storage-read-projection-column-reader", "column readers", ColumnReaderPass::read, Columns.FIVE, 2),
                of("storage-read-projection-duckdb", "DuckDB, one thread", ReadPasses::duckDb, Columns.FIVE, 3.5));
    }

    private static Comparison of(String figure, String baseline, ReadPass pass, Columns columns, double goal) {
        String suffix = columns == Columns.ALL ? "" : ", 5 columns";
        return new Comparison(
                new ReadContender(baseline + suffix, columns, pass),
                new ReadContender("vectors" + suffix, columns, ReadPasses::vectors),
                List.of(new Measure(figure, Goal.atLeast(goal), PairedSamples::rowsPerCpuRatio)));
    }
}
