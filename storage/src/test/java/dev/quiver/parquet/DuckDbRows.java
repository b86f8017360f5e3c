/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import dev.quiver.arrow.Canonical;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** Reads a Parquet file with DuckDB into the plain form of {@link Canonical}. */
public final class DuckDbRows {
    /** One database in memory for all files: to start one takes longer than to read a small file. */
    private static final DuckDBConnection DATABASE = open();

    private DuckDbRows() {}

    private static DuckDBConnection open() {
        try {
            return DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
        } catch (SQLException e) {
            throw new IllegalStateException("could not start DuckDB: " + e.getMessage(), e);
        }
    }

    /** Every row of {@code file}, in file order. */
    public static List<Map<Object, @Nullable Object>> read(Path file) throws SQLException {
        List<Map<Object, @Nullable Object>> rows = new ArrayList<>();
        try (Connection connection = DATABASE.duplicate();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT * FROM read_parquet('" + file + "')")) {
            int columnCount = result.getMetaData().getColumnCount();
            while (result.next()) {
                Map<Object, @Nullable Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= columnCount; column++) {
                    row.put(result.getMetaData().getColumnName(column), value(result.getObject(column)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static @Nullable Object value(@Nullable Object value) throws SQLException {
        if (value == null) {
            return null;
        }
        if (value instanceof Array array) {
            return list((Object[]) array.getArray());
        }
        if (value instanceof DuckDBStruct struct) {
            return entries(struct.getMap());
        }
        if (value instanceof Map<?, ?> map) {
            return entries(map);
        }
        return scalar(value);
    }

    private static List<@Nullable Object> list(Object[] items) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object item : items) {
            values.add(value(item));
        }
        return values;
    }

    private static Map<Object, @Nullable Object> entries(Map<?, ?> map) throws SQLException {
        Map<Object, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            values.put(scalar(entry.getKey()), value(entry.getValue()));
        }
        return values;
    }

    private static Object scalar(Object value) throws SQLException {
        if (value instanceof Blob blob) {
            return Canonical.scalar(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof LocalDate date) {
            return date.toEpochDay();
        }
        if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / 1_000_000;
        }
        if (value instanceof OffsetDateTime instant) {
            return instant.toInstant().toEpochMilli();
        }
        return Canonical.scalar(value);
    }
}
