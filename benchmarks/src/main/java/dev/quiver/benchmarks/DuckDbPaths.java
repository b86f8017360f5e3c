/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Ways from rows to a table of a DuckDB database on disk, one thread, committed each 122 880 rows. */
final class DuckDbPaths {
    private static final int COMMIT_ROWS = 122_880;
    private static final int BATCH_ROWS = 10_000;

    private DuckDbPaths() {}

    /** A connection to {@code file}, or to a database in memory if that is null, as the sink has it. */
    static Connection connect(@Nullable Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + (file == null ? "" : file));
        run(connection, "SET threads = 1");
        run(connection, "SET checkpoint_threshold = '256MiB'");
        return connection;
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The table of {@code schema}. */
    static String table(Schema schema) {
        return schema.fields().stream()
                .map(field -> field.name() + " " + type(field.schema()))
                .collect(Collectors.joining(", ", "CREATE TABLE rows (", ")"));
    }

    private static String type(Schema schema) {
        return switch (schema.type()) {
            case INT64 -> schema.name() == null ? "BIGINT" : "TIMESTAMPTZ";
            case INT32 -> "INTEGER";
            case FLOAT64 -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case STRING -> "VARCHAR";
            case BYTES -> "BLOB";
            case MAP -> "MAP(VARCHAR, VARCHAR)";
            case ARRAY -> "BIGINT[]";
            case INT8, INT16, FLOAT32, STRUCT -> throw new IllegalArgumentException("no record has a " + schema.type());
        };
    }

    /** The sink, as it is configured by default. */
    static final class Sink implements RowPath {
        private @Nullable DuckDbTask task;
        private Path file = Path.of("");

        @Override
        public void open(Path target, Schema schema) {
            file = target;
            task = new DuckDbTask(target, Map.of("flush.age.max.ms", "3600000"));
        }

        private DuckDbTask task() {
            if (task == null) {
                throw new IllegalStateException("not open");
            }
            return task;
        }

        @Override
        public void write(List<Struct> rows) {
            task().put(rows);
        }

        @Override
        public long close() throws IOException {
            task().await();
            task().close();
            return Files.size(file);
        }
    }

    /** DuckDB's appender, row by row. */
    static final class Appender implements RowPath {
        private @Nullable Connection connection;
        private @Nullable DuckDBAppender appender;
        private Path file = Path.of("");
        private int rowCount;

        @Override
        public void open(Path target, Schema schema) throws IOException {
            file = target;
            try {
                Connection opened = connect(target);
                run(opened, table(schema));
                connection = opened;
                begin(opened);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        private void begin(Connection opened) throws SQLException {
            run(opened, "BEGIN TRANSACTION");
            appender = opened.unwrap(DuckDBConnection.class).createAppender("main", "rows");
        }

        @Override
        public void write(List<Struct> rows) throws IOException {
            DuckDBAppender current = appender;
            Connection opened = connection;
            if (current == null || opened == null) {
                throw new IllegalStateException("not open");
            }
            try {
                for (Struct row : rows) {
                    current.beginRow();
                    for (Field field : row.schema().fields()) {
                        append(current, row.get(field));
                    }
                    current.endRow();
                }
                rowCount += rows.size();
                if (rowCount >= COMMIT_ROWS) {
                    rowCount = 0;
                    current.close();
                    run(opened, "COMMIT");
                    begin(opened);
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        private static void append(DuckDBAppender appender, @Nullable Object value) throws SQLException {
            if (value == null) {
                appender.appendNull();
            } else if (value instanceof Long number) {
                appender.append(number.longValue());
            } else if (value instanceof Integer number) {
                appender.append(number.intValue());
            } else if (value instanceof Double number) {
                appender.append(number.doubleValue());
            } else if (value instanceof Boolean flag) {
                appender.append(flag.booleanValue());
            } else if (value instanceof String text) {
                appender.append(text);
            } else if (value instanceof byte[] bytes) {
                appender.append(bytes);
            } else if (value instanceof Date date) {
                appender.append(Instant.ofEpochMilli(date.getTime()).atOffset(ZoneOffset.UTC));
            } else if (value instanceof Map<?, ?> map) {
                appender.append(map);
            } else if (value instanceof List<?> list) {
                appender.append(list);
            } else {
                throw new IllegalArgumentException("no record has a " + value.getClass());
            }
        }

        @Override
        public long close() throws IOException {
            try (Connection opened = connection) {
                DuckDBAppender current = appender;
                if (current != null && opened != null) {
                    current.close();
                    run(opened, "COMMIT");
                    run(opened, "CHECKPOINT");
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
            return Files.size(file);
        }
    }

    /** Batches of a prepared statement, as sinks for any database have them. */
    static final class Batches implements RowPath {
        private @Nullable Connection connection;
        private @Nullable PreparedStatement statement;
        private Path file = Path.of("");
        private int rowCount;

        @Override
        public void open(Path target, Schema schema) throws IOException {
            file = target;
            try {
                Connection opened = connect(target);
                run(opened, table(schema));
                opened.setAutoCommit(false);
                connection = opened;
                String marks = IntStream.range(0, schema.fields().size())
                        .mapToObj(unused -> "?")
                        .collect(Collectors.joining(", "));
                statement = opened.prepareStatement("INSERT INTO rows VALUES (" + marks + ")");
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void write(List<Struct> rows) throws IOException {
            PreparedStatement current = statement;
            Connection opened = connection;
            if (current == null || opened == null) {
                throw new IllegalStateException("not open");
            }
            try {
                for (Struct row : rows) {
                    int column = 1;
                    for (Field field : row.schema().fields()) {
                        current.setObject(column++, value(opened, row.get(field)));
                    }
                    current.addBatch();
                }
                rowCount += rows.size();
                current.executeBatch();
                if (rowCount >= BATCH_ROWS) {
                    rowCount = 0;
                    opened.commit();
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }

        private static @Nullable Object value(Connection connection, @Nullable Object value) throws SQLException {
            if (value instanceof Date date) {
                return Instant.ofEpochMilli(date.getTime()).atOffset(ZoneOffset.UTC);
            }
            if (value instanceof Map<?, ?> map) {
                return connection.unwrap(DuckDBConnection.class).createMap("MAP(VARCHAR, VARCHAR)", map);
            }
            return value instanceof List<?> list ? connection.createArrayOf("BIGINT", list.toArray()) : value;
        }

        @Override
        public long close() throws IOException {
            try (Connection opened = connection) {
                if (opened != null) {
                    opened.commit();
                    opened.setAutoCommit(true);
                    run(opened, "CHECKPOINT");
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
            return Files.size(file);
        }
    }
}
