/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Queries of DuckDB, each with a connection of its own. */
final class Queries {
    private Queries() {}

    /** The rows of {@code query}, which reads files by itself. */
    static List<List<String>> rows(String query) throws SQLException {
        return rows("jdbc:duckdb:", new Properties(), query);
    }

    /** The rows of {@code query} at {@code url}, as texts. */
    static List<List<String>> rows(String url, Properties properties, String query) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            int columnCount = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columnCount; column++) {
                    row.add(String.valueOf(found.getString(column)));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
