/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand output partitions that are open at the same time, in a process of its own with a small heap. */
final class ManyPartitionsTest {
    private static final int PARTITION_COUNT = 1_000;
    private static final int COLUMN_COUNT = 20;
    private static final int ROW_COUNT = 500_000;
    private static final int PUT_ROWS = 500;

    @TempDir
    Path directory;

    @Test
    @Tag("slow")
    void aThousandPartitionsRunInTheBudgetWithAHeapOf512Megabytes() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyPartitionsTest.class.getName(),
                        directory.resolve("lake").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(() -> text(output)).isZero();
        try (Stream<Path> files = Files.walk(directory.resolve("lake"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                    .as("files")
                    .hasSizeBetween(PARTITION_COUNT, 3 * PARTITION_COUNT);
        }
    }

    private static String text(Path output) {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The process: rows by turns for all partitions, then all files end. */
    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(Path.of(arguments[0]));
        Schema schema = schema();
        Random random = new Random(1);
        ParquetSinkTask task = new ParquetSinkTask();
        task.initialize(FakeContext.withReporter());
        task.start(Map.of(
                "name", "many",
                "store.uri", "file://" + arguments[0],
                "file.sync", "false",
                "partition.by", "field:c0",
                "flush.rows.max", "1000000000",
                "flush.age.max.ms", "100000000",
                "flush.on.close", "true",
                "memory.max.bytes", Integer.toString(256 << 20)));
        task.open(List.of(Records.P0));
        task.put(List.of());
        for (int offset = 0; offset < ROW_COUNT; offset += PUT_ROWS) {
            List<SinkRecord> records = new ArrayList<>();
            for (int row = 0; row < PUT_ROWS; row++) {
                records.add(Records.of(Records.P0, offset + row, row(schema, offset + row, random)));
            }
            task.put(records);
        }
        task.close(List.of(Records.P0));
        task.stop();
    }

    private static Schema schema() {
        SchemaBuilder schema = SchemaBuilder.struct().field("c0", Schema.INT32_SCHEMA);
        for (int column = 1; column < COLUMN_COUNT; column++) {
            schema.field("c" + column, column % 2 == 0 ? Schema.INT64_SCHEMA : Schema.STRING_SCHEMA);
        }
        return schema.build();
    }

    private static Struct row(Schema schema, int offset, Random random) {
        Struct row = new Struct(schema).put("c0", offset % PARTITION_COUNT);
        for (int column = 1; column < COLUMN_COUNT; column++) {
            row.put("c" + column, column % 2 == 0 ? (Object) random.nextLong() : Long.toString(random.nextLong(), 36));
        }
        return row;
    }
}
