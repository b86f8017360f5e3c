/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** The sink in a process of its own with a heap of 1 GiB at most: the most memory that it had at once. */
final class DuckDbMemory implements Contender {
    private static final long SEED = 42;
    private static final int POOL_ROWS = 20_000;
    private static final int TRANSACTIONS = 8;
    private static final int TRANSACTION_ROWS = 122_880;
    private static final String PEAK = "VmHWM:";
    private static final long KIBIBYTE = 1 << 10;

    @Override
    public String name() {
        return "the sink, in a process of its own";
    }

    @Override
    public String unit() {
        return "processes";
    }

    @Override
    public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
        stopwatch.start();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.resolve("rows").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        stopwatch.stop();
        String number = said.lines()
                .filter(line -> line.startsWith(PEAK))
                .findFirst()
                .orElseThrow(() -> new IOException("the process said " + said));
        return new Work(1, Long.parseLong(number.replaceAll("[^0-9]", "")) * KIBIBYTE);
    }

    /** What the other process does. */
    static final class Child {
        private Child() {}

        /** With the path of the database. */
        public static void main(String[] arguments) throws IOException {
            OtelRecords records = new OtelRecords(SEED);
            List<Struct> pool = records.next(POOL_ROWS);
            Map<String, String> settings =
                    Map.of("flush.age.max.ms", "3600000", "duckdb.memory.bytes.max", Integer.toString(256 << 20));
            try (DuckDbTask task = new DuckDbTask(Path.of(arguments[0]), settings)) {
                int next = 0;
                for (int row = 0; row < TRANSACTIONS * TRANSACTION_ROWS; row += OtelRecords.BATCH_ROWS) {
                    task.put(pool.subList(next, next + OtelRecords.BATCH_ROWS));
                    next = (next + OtelRecords.BATCH_ROWS) % POOL_ROWS;
                }
                task.await();
            }
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(PEAK))
                    .forEach(System.out::println);
        }
    }
}
