/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Struct;

/** What the converter, its builders and its decoder cost. */
final class ConverterComparisons {
    private static final int LARGE_ROWS = 10_000;
    private static final int MESSAGE_ROWS = 1_000;

    /** Passes over the rows of one poll, as warm in the caches as a task has them that they were just made for. */
    private static final int ROW_PASSES = 5;

    /** Passes over messages: with these, every side of a comparison takes some ticks of the clock in a section. */
    private static final int VECTORS_PASSES = 100;

    private static final int CHECK_PASSES = 200;
    private static final int COPY_PASSES = 500;
    private static final int VALIDATE_FULL_PASSES = 10;
    private static final int AVRO_PASSES = 5;

    private static final int SCHEMA_RUNS = 20_000;
    private static final int SLICE_RUNS = 2_000_000;

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    private ConverterComparisons() {}

    static List<Comparison> all() {
        return List.of(
                fillByName(),
                fillCompiled(),
                fillPolls(),
                encodeAvro(),
                encodeArrowJava(),
                encodeOneRow(),
                decodeAvro(),
                decodeCopy(),
                validateFull(),
                schema("schema to message", SchemaTask.There::new, "converters-schema-100-columns-us"),
                schema("message to schema", SchemaTask.Back::new, "converters-schema-back-100-columns-us"),
                fileWrite(),
                fileRead(),
                slice());
    }

    /** From rows to vectors, against the obvious way. */
    private static Comparison fillByName() {
        return new Comparison(
                rows("setSafe by name", LARGE_ROWS, FillJob.ByName::new),
                rows("heap builders", LARGE_ROWS, FillJob.Builder::new),
                List.of(
                        new Measure("converters-fill-by-name", Goal.atLeast(3), PairedSamples::rowsPerCpuRatio),
                        new Measure(
                                "converters-rows-10k-ms",
                                Goal.atMost(10),
                                samples -> samples.cpuNanos(LARGE_ROWS) / NANOS_PER_MILLI)));
    }

    /** From rows to vectors, against writers chosen once per column. */
    private static Comparison fillCompiled() {
        return new Comparison(
                rows("setSafe through a writer for each column", LARGE_ROWS, FillJob.Compiled::new),
                rows("heap builders", LARGE_ROWS, FillJob.Builder::new),
                List.of(new Measure("converters-fill-compiled", Goal.atLeast(1.3), PairedSamples::rowsPerCpuRatio)));
    }

    /** The same with batches as small as a poll. */
    private static Comparison fillPolls() {
        return new Comparison(
                rows("setSafe by name", OtelRecords.BATCH_ROWS, FillJob.ByName::new),
                rows("heap builders", OtelRecords.BATCH_ROWS, FillJob.Builder::new),
                List.of(new Measure("converters-fill-polls", Goal.atLeast(3), PairedSamples::rowsPerCpuRatio)));
    }

    /** From rows to one message, against Avro. */
    private static Comparison encodeAvro() {
        return new Comparison(
                rows("Avro, rows together", MESSAGE_ROWS, EncodeJob.Avro::new),
                rows("converter, rows together", MESSAGE_ROWS, EncodeJob.Converter::new),
                List.of(new Measure("converters-encode-avro", Goal.atLeast(4), PairedSamples::rowsPerCpuRatio)));
    }

    /** From rows to one message, against vectors and Arrow's own writer. */
    private static Comparison encodeArrowJava() {
        return new Comparison(
                rows("setSafe and ArrowStreamWriter", MESSAGE_ROWS, EncodeJob.ArrowJava::new),
                rows("converter, rows together", MESSAGE_ROWS, EncodeJob.Converter::new),
                List.of(new Measure(
                        "converters-encode-arrow-java", Goal.atLeast(2.5), PairedSamples::rowsPerCpuRatio)));
    }

    /** From every row to a message of its own. */
    private static Comparison encodeOneRow() {
        return new Comparison(
                rows("Avro, row by row", 1, EncodeJob.Avro::new),
                rows("converter, row by row", 1, EncodeJob.Converter::new),
                List.of(new Measure("converters-encode-one-row", Goal.atLeast(0.9), PairedSamples::rowsPerCpuRatio)));
    }

    /** From a message to rows that a sink can use. */
    private static Comparison decodeAvro() {
        return new Comparison(
                messages("Avro to structs", AVRO_PASSES, AvroDecodeJob::new),
                messages("decoded to vectors", VECTORS_PASSES, DecodeJob.Vectors::new),
                List.of(new Measure("converters-decode-avro", Goal.atLeast(10), PairedSamples::rowsPerCpuRatio)));
    }

    /** How far decoding is from merely copying. */
    private static Comparison decodeCopy() {
        return new Comparison(
                messages("copied off the heap", COPY_PASSES, DecodeJob.Copy::new),
                messages("decoded to vectors", VECTORS_PASSES, DecodeJob.Vectors::new),
                List.of(new Measure("converters-decode-memcpy", Goal.atMost(6), PairedSamples::cpuRatio)));
    }

    /** Checks alone, on either side. */
    private static Comparison validateFull() {
        return new Comparison(
                new JobContender<>(
                        "validateFull of loaded vectors",
                        MESSAGE_ROWS,
                        JobContender.ROWS_AHEAD,
                        VALIDATE_FULL_PASSES,
                        ValidateFullJob::new),
                messages("parsed and checked", CHECK_PASSES, DecodeJob.Checked::new),
                List.of(new Measure("converters-validate-full", Goal.atLeast(15), PairedSamples::rowsPerCpuRatio)));
    }

    /** A schema that nobody has seen yet. */
    private static Comparison schema(String name, Supplier<Task> tasks, String figure) {
        return Comparison.alone(
                new TaskContender(name, "conversions", SCHEMA_RUNS, tasks),
                new Measure(figure, Goal.atMost(50), samples -> samples.cpuNanos(1) / NANOS_PER_MICRO));
    }

    private static Comparison fileWrite() {
        return Comparison.alone(
                FileContender.writing(),
                new Measure(
                        "converters-file-write-1m-ms",
                        Goal.atMost(500),
                        samples -> samples.cpuNanos(FileContender.ROWS) / NANOS_PER_MILLI));
    }

    private static Comparison fileRead() {
        return Comparison.alone(
                FileContender.reading(),
                new Measure(
                        "converters-file-read-1m-ms",
                        Goal.atMost(100),
                        samples -> samples.cpuNanos(FileContender.ROWS) / NANOS_PER_MILLI));
    }

    private static Comparison slice() {
        return Comparison.alone(
                new TaskContender("slice of a column", "slices", SLICE_RUNS, SliceTask::new),
                new Measure("converters-slice-us", Goal.atMost(1), samples -> samples.cpuNanos(1) / NANOS_PER_MICRO));
    }

    private static Contender rows(String name, int batchRows, Supplier<Job<List<Struct>>> jobs) {
        return new JobContender<>(name, batchRows, OtelRecords.BATCH_ROWS, ROW_PASSES, jobs);
    }

    private static Contender messages(String name, int passes, Supplier<Job<byte[]>> jobs) {
        return new JobContender<>(name, MESSAGE_ROWS, JobContender.ROWS_AHEAD, passes, jobs);
    }
}
