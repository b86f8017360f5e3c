/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Small pieces of SQL and the running of them. */
final class Sql {
    private Sql() {}

    /** {@code name} as an identifier, whatever characters it has. */
    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** {@code value} as a text. */
    static String text(String value) {
        return '\'' + value.replace("'", "''") + '\'';
    }

    /** {@code name} as DuckDB compares names: of letters, the case of those of ASCII makes no difference. */
    static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int index = 0; index < name.length(); index++) {
            char letter = name.charAt(index);
            if (letter >= 'A' && letter <= 'Z') {
                folded.setCharAt(index, (char) (letter - 'A' + 'a'));
            }
        }
        return folded.toString();
    }

    /** {@code sql}, which is a text, as DuckDB compares names. */
    static String foldedBySql(String sql) {
        return "translate(" + sql + ", 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')";
    }

    /** Runs {@code statement} and returns the number of rows it changed, or a negative number. */
    static long run(Connection connection, String statement) throws SQLException {
        try (Statement runner = connection.createStatement()) {
            runner.execute(statement);
            return runner.getLargeUpdateCount();
        }
    }

    /** The rows of {@code query}, each value as text; nulls are empty texts. */
    static List<List<String>> rows(Connection connection, String query) throws SQLException {
        try (Statement runner = connection.createStatement()) {
            return rows(runner, query);
        }
    }

    /** The same, run by {@code runner}. */
    static List<List<String>> rows(Statement runner, String query) throws SQLException {
        try (ResultSet result = runner.executeQuery(query)) {
            int columnCount = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>(columnCount);
                for (int column = 1; column <= columnCount; column++) {
                    String value = result.getString(column);
                    row.add(value == null ? "" : value);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
