/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import dev.quiver.source.merge.otel.Signal;
import dev.quiver.source.merge.otel.ValueEncoder;
import dev.quiver.source.merge.otel.ValueFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Ways from tables of logs and attributes to logs with their attributes. */
final class MergePaths {
    private MergePaths() {}

    private static Path tables(int logs, boolean sorted, int files) throws IOException {
        return MergeTables.directory(new MergeTables.Shape(logs, sorted, files));
    }

    private static ValueEncoder encoder(ValueFormat format) {
        return format.encoder(Signal.LOGS, ValueFormat.Attributes.MAP);
    }

    private static long all(MergeTask task, ValueFormat format) throws IOException {
        ValueEncoder encoder = encoder(format);
        long rows = 0;
        int window = task.window(encoder);
        while (window > 0) {
            rows += window;
            window = task.window(encoder);
        }
        return rows;
    }

    /** The merge source; its bytes are those it has read. */
    record Merge(String name, ValueFormat format, boolean sorted, int files) implements Contender {
        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            Path tables = tables(rowCount, sorted, files);
            stopwatch.start();
            try (MergeTask task = new MergeTask(tables)) {
                long rows = all(task, format);
                stopwatch.stop();
                return new Work(rows, task.counters().bytesRead());
            }
        }
    }

    /** The merge source; its bytes are the most that a window has held. */
    record Held(int files) implements Contender {
        @Override
        public String name() {
            return "the merge of " + files + " files";
        }

        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            Path tables = tables(rowCount, true, files);
            stopwatch.start();
            try (MergeTask task = new MergeTask(tables)) {
                long rows = all(task, ValueFormat.OTLP_PROTO);
                stopwatch.stop();
                return new Work(rows, task.counters().retainedBytesMax());
            }
        }
    }

    /** The reader alone; its bytes are those of the files. */
    record Scan() implements Contender {
        @Override
        public String name() {
            return "reading all columns";
        }

        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            Path tables = tables(rowCount, true, 1);
            stopwatch.start();
            try (MergeTask task = new MergeTask(tables)) {
                long rows = task.scan();
                stopwatch.stop();
                return new Work(rows, task.bytes("logs") + task.bytes("log_attrs") + task.bytes("resource_attrs"));
            }
        }
    }

    /** Goes on in the middle with one window; its bytes are those it has read for that, files being known already. */
    record Resume() implements Contender {
        @Override
        public String name() {
            return "going on with a window";
        }

        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            Path tables = tables(rowCount, true, 1);
            stopwatch.start();
            try (MergeTask task = new MergeTask(tables)) {
                long before = task.counters().bytesRead();
                // A fifth of the logs have no id.
                task.begin(rowCount / 2, rowCount * 2L / 5);
                task.window(encoder(ValueFormat.OTLP_PROTO));
                stopwatch.stop();
                return new Work(1, task.counters().bytesRead() - before);
            }
        }
    }

    /** Two windows; their bytes are their share of the files. */
    record TwoWindows() implements Contender {
        @Override
        public String name() {
            return "two windows";
        }

        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            Path tables = tables(rowCount, true, 1);
            stopwatch.start();
            try (MergeTask task = new MergeTask(tables)) {
                task.window(encoder(ValueFormat.OTLP_PROTO));
                task.window(encoder(ValueFormat.OTLP_PROTO));
                stopwatch.stop();
                long bytes = task.bytes("logs") + task.bytes("log_attrs");
                return new Work(1, 2L * MergeTask.WINDOW_ROWS * bytes / rowCount);
            }
        }
    }

    /** DuckDB on one thread: a list of attributes for each log, joined to it, and all of it looked at. */
    record Join() implements Contender {
        @Override
        public String name() {
            return "DuckDB's join and lists";
        }

        @Override
        public Work run(int rowCount, Path directory, Stopwatch stopwatch) throws IOException {
            Path tables = tables(rowCount, true, 1);
            String logs = "read_parquet('" + tables.resolve("logs/*/*.parquet") + "')";
            String attributes = "read_parquet('" + tables.resolve("log_attrs/*/*.parquet") + "')";
            stopwatch.start();
            try (Connection connection = DuckDbPaths.connect(directory.resolve("join"))) {
                DuckDbPaths.run(
                        connection,
                        "SELECT count(*), sum(hash(l)::HUGEINT), sum(hash(a.items)::HUGEINT) FROM " + logs
                                + " l LEFT JOIN (SELECT parent_id, list({'key': key, 'type': type, 'str': str,"
                                + " 'int': int}) AS items FROM " + attributes
                                + " GROUP BY parent_id) a ON l.id = a.parent_id");
            } catch (SQLException e) {
                throw new IOException("DuckDB failed: " + e.getMessage(), e);
            }
            stopwatch.stop();
            return new Work(rowCount, 0);
        }
    }
}
