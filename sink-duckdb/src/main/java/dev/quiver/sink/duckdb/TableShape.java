/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a table, or of rows that go into one. */
record TableShape(List<Column> columns) {
    TableShape {
        columns = List.copyOf(columns);
    }

    /**
     * A column.
     *
     * @param mayBeNull whether it takes, or has, nulls
     * @param hasDefault whether it may be left out although it takes no nulls
     */
    record Column(String name, DuckType type, boolean mayBeNull, boolean hasDefault) {
        String definition() {
            return Sql.identifier(name) + " " + type.sql() + (mayBeNull ? "" : " NOT NULL");
        }
    }

    /** The columns of {@code table} in {@code schema} of {@code catalog}, or null if there is no such table. */
    static @Nullable TableShape read(Connection connection, String catalog, String schema, String table)
            throws SQLException {
        List<List<String>> rows = Sql.rows(
                connection,
                "SELECT column_name, data_type, is_nullable, coalesce(column_default, '') FROM duckdb_columns()"
                        + " WHERE database_name = " + Sql.text(catalog) + " AND " + Sql.foldedBySql("schema_name")
                        + " = "
                        + Sql.text(Sql.folded(schema)) + " AND " + Sql.foldedBySql("table_name") + " = "
                        + Sql.text(Sql.folded(table)) + " ORDER BY column_index");
        List<Column> columns = new ArrayList<>();
        for (List<String> row : rows) {
            boolean mayBeNull = Boolean.parseBoolean(row.get(2));
            columns.add(new Column(
                    row.get(0),
                    DuckType.parse(row.get(1)),
                    mayBeNull,
                    !row.get(3).isEmpty()));
        }
        return columns.isEmpty() ? null : new TableShape(columns);
    }

    /** The columns that {@code query} returns; all may be null. */
    static TableShape describe(Connection connection, String query) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (List<String> row : Sql.rows(connection, "DESCRIBE " + query)) {
            columns.add(new Column(row.get(0), DuckType.parse(row.get(1)), true, false));
        }
        return new TableShape(columns);
    }

    /** The column {@code name}, in whatever case, or null. */
    @Nullable
    Column column(String name) {
        String wanted = Sql.folded(name);
        for (Column column : columns) {
            if (Sql.folded(column.name()).equals(wanted)) {
                return column;
            }
        }
        return null;
    }
}
