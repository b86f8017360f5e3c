/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConverterContendersTest {
    @TempDir
    private Path directory;

    private final List<Struct> rows = new FlatRecords(7).next(1_000);

    @Test
    void avroGivesBackTheRows() {
        AvroRows avro = new AvroRows(FlatRecords.SCHEMA);
        assertThat(avro.decode(avro.encode(rows))).isEqualTo(rows);
        assertThat(avro.decode(avro.encode(rows.subList(5, 6)))).isEqualTo(rows.subList(5, 6));
    }

    @Test
    void aDecimalIsAvrosDecimal() {
        Schema amount = AvroSchemas.of(FlatRecords.SCHEMA).getField("amount").schema();
        assertThat(AvroSchemas.withoutNull(amount).getLogicalType()).isEqualTo(LogicalTypes.decimal(38, 2));
    }

    /** Otherwise Arrow's own writer would do another job than the converter. */
    @Test
    void arrowsOwnWriterAndTheConverterWriteAboutAsMuch() {
        try (EncodeJob stock = new EncodeJob.ArrowJava();
                EncodeJob converter = new EncodeJob.Converter()) {
            long stockBytes = stock.run(rows);
            assertThat(converter.run(rows)).isBetween(stockBytes * 9 / 10, stockBytes * 11 / 10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyPassCounts(int passes) {
        JobContender<List<Struct>> contender =
                new JobContender<>("avro", 100, 500, passes, (Supplier<Job<List<Struct>>>) EncodeJob.Avro::new);
        Work once = new JobContender<>("avro", 100, 500, 1, (Supplier<Job<List<Struct>>>) EncodeJob.Avro::new)
                .run(250, directory, Stopwatch.ofProcess());
        assertThat(contender.run(250, directory, Stopwatch.ofProcess()))
                .isEqualTo(new Work(250L * passes, once.outputBytes() * passes));
    }

    @Test
    void everyDecoderDecodes() {
        decode(new DecodeJob.Checked());
        decode(new DecodeJob.Vectors());
        decode(new DecodeJob.Copy());
        decode(new AvroDecodeJob());
    }

    private void decode(Job<byte[]> owned) {
        try (Job<byte[]> job = owned) {
            assertThat(job.run(job.prepare(rows))).isZero();
        }
    }

    @Test
    void loadedVectorsPassTheFullValidation() {
        try (ValidateFullJob job = new ValidateFullJob()) {
            assertThat(job.run(job.prepare(rows))).isZero();
        }
    }

    @Test
    void theSchemaComesBackAsItWent() {
        try (SchemaTask.There task = new SchemaTask.There()) {
            assertThat(SchemaTask.schema(task.message())).isEqualTo(task.original());
        }
    }

    @Test
    void aTaskIsDoneAsOftenAsItCounts() throws IOException {
        TaskContender slices = new TaskContender("slice", "slices", 25, SliceTask::new);
        assertThat(slices.run(1, directory, Stopwatch.ofProcess())).isEqualTo(new Work(25, 0));
    }
}
