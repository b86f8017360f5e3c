/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.duckdb.DuckDBDriver;

/** The check of the query that changes rows on their way. */
final class Transformation {
    private static final String RIGHT = "{\"error\":false";
    private static final String STATEMENT = "{\"node\":";
    private static final Pattern READS_BATCH =
            Pattern.compile("\"table_name\":\"" + TableLoader.BATCH + "\"", Pattern.CASE_INSENSITIVE);

    private Transformation() {}

    /**
     * Asks DuckDB whether {@code sql} is one query that reads the incoming rows. What columns they have is not known
     * before they come.
     *
     * @throws ConfigException if it is not; an empty text is right
     */
    static void check(String sql) {
        if (sql.isEmpty()) {
            return;
        }
        try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties())) {
            String tree = Sql.rows(connection, "SELECT json_serialize_sql(" + Sql.text(sql) + ")")
                    .get(0)
                    .get(0);
            if (!tree.startsWith(RIGHT)) {
                throw WriteConfig.TRANSFORM_SQL.refuse(sql, "is no SELECT: " + tree);
            }
            if (tree.indexOf(STATEMENT) != tree.lastIndexOf(STATEMENT) && hasSeveral(connection, sql)) {
                throw WriteConfig.TRANSFORM_SQL.refuse(sql, "must be one statement without a semicolon");
            }
            long readCount = READS_BATCH.matcher(tree).results().count();
            if (readCount != 1) {
                throw WriteConfig.TRANSFORM_SQL.refuse(
                        sql,
                        "must read the incoming rows, which are the table " + TableLoader.BATCH + ", once"
                                + (readCount == 0
                                        ? ""
                                        : ", not " + readCount + " times: name what it reads by WITH …"
                                                + " AS MATERIALIZED"));
            }
        } catch (SQLException e) {
            throw new ConnectException("could not check " + WriteConfig.TRANSFORM_SQL.key() + ": " + e.getMessage(), e);
        }
    }

    /** Subqueries look like statements in the tree; only a single statement can be put into brackets. */
    private static boolean hasSeveral(Connection connection, String sql) throws SQLException {
        return !Sql.rows(connection, "SELECT json_serialize_sql(" + Sql.text("SELECT * FROM (" + sql + ")") + ")")
                .get(0)
                .get(0)
                .startsWith(RIGHT);
    }
}
