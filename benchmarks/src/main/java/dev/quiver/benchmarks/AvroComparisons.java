/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;

/** What reading a topic of Avro costs, against converters that make every struct at once. */
final class AvroComparisons {
    private static final int POLL_PASSES = 5;

    private AvroComparisons() {}

    static List<Comparison> all() {
        return List.of(
                compare(
                        "nobody looks",
                        "avro-untouched",
                        Goal.atLeast(6),
                        AvroReadJob::untouched,
                        AvroReading.Eager::general),
                compare(
                        "nobody looks",
                        "avro-untouched-lean",
                        Goal.none(),
                        AvroReadJob::untouched,
                        AvroReading.Eager::lean),
                compare(
                        "all is looked at",
                        "avro-touched",
                        Goal.atLeast(1.2),
                        AvroReadJob::touched,
                        AvroReading.Eager::general),
                compare(
                        "all is looked at",
                        "avro-touched-lean",
                        Goal.none(),
                        AvroReadJob::touched,
                        AvroReading.Eager::lean),
                compare(
                        "sealed batches",
                        "avro-batch",
                        Goal.atLeast(5),
                        AvroReadJob::batch,
                        AvroReading.Eager::general),
                compare("sealed batches", "avro-batch-lean", Goal.none(), AvroReadJob::batch, AvroReading.Eager::lean),
                parquet());
    }

    private static Comparison compare(
            String what,
            String figure,
            Goal goal,
            Function<AvroReading, AvroReadJob> jobs,
            Function<Schema, AvroReading> baseline) {
        return new Comparison(
                polls("Avro to records to structs, " + what, jobs, baseline),
                polls("converter, " + what, jobs, AvroReading.Converter::new),
                List.of(new Measure(figure, goal, PairedSamples::rowsPerCpuRatio)));
    }

    private static Contender polls(
            String name, Function<AvroReading, AvroReadJob> jobs, Function<Schema, AvroReading> readings) {
        return new JobContender<>(
                name,
                OtelRecords.BATCH_ROWS,
                OtelRecords.BATCH_ROWS,
                POLL_PASSES,
                () -> jobs.apply(readings.apply(FlatRecords.SCHEMA)));
    }

    /** From the values of a topic to a Parquet file. */
    private static Comparison parquet() {
        return new Comparison(
                new AvroTopicContender(
                        "Avro to records to structs to Parquet", () -> AvroReading.Eager.general(OtelRecords.SCHEMA)),
                new AvroTopicContender("converter to Parquet", () -> new AvroReading.Converter(OtelRecords.SCHEMA)),
                List.of(new Measure("avro-parquet", Goal.atLeast(1.5), PairedSamples::rowsPerCpuRatio)));
    }
}
