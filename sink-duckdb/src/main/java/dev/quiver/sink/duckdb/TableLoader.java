/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.sink.duckdb.TableShape.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The statements that change one table: what goes, what its columns become, what comes. One thread. */
final class TableLoader {
    /** The table that incoming rows are to statements. */
    static final String BATCH = "batch";
    /** Schemas of which it is known what the database makes of them. */
    private static final int INCOMING_MAX = 64;

    private final Database database;
    private final WriteConfig config;
    private final BufferAllocator allocator;
    private final Map<Schema, TableShape> incoming = new LinkedHashMap<>();

    TableLoader(Database database, WriteConfig config, BufferAllocator allocator) {
        this.database = database;
        this.config = config;
        this.allocator = allocator;
    }

    /** A statement that reads the rows it is given. */
    private interface Reading {
        void run(DuckDBConnection connection) throws SQLException;
    }

    /** Runs {@code reading}, to which {@code rows} are the table {@code batch}. A stream is there for one statement. */
    private void read(Database.Lease lease, VectorSchemaRoot rows, Reading reading) throws SQLException {
        try (BatchStream stream = new BatchStream(rows, allocator)) {
            lease.connection().registerArrowStream(BATCH, stream.struct());
            reading.run(lease.connection());
        }
    }

    private String qualified(String table) {
        return Sql.identifier(database.catalog()) + "."
                + Sql.identifier(config.tableName().schema()) + "." + Sql.identifier(table);
    }

    private @Nullable TableShape shape(Connection connection, String table) throws SQLException {
        TableShape known = database.shapes().get(table);
        if (known == null) {
            known = TableShape.read(
                    connection, database.catalog(), config.tableName().schema(), table);
            if (known != null) {
                database.shapes().put(table, known);
            }
        }
        return known;
    }

    /** What is known of {@code table} may not be so. */
    void forget(String table) {
        database.shapes().remove(table);
    }

    private String source() {
        return config.transformation().isEmpty() ? BATCH : "(" + config.transformation() + ")";
    }

    private TableShape incoming(Database.Lease lease, Segment segment) throws SQLException {
        TableShape known = incoming.get(segment.schema());
        if (known != null) {
            return known;
        }
        List<TableShape> described = new ArrayList<>();
        VectorSchemaRoot rows = segment.parts().get(0).batch().vectors();
        read(lease, rows, connection -> described.add(TableShape.describe(connection, "SELECT * FROM " + source())));
        TableShape shape = withNulls(described.get(0), segment.schema());
        if (incoming.size() >= INCOMING_MAX) {
            incoming.clear();
        }
        incoming.put(segment.schema(), shape);
        return shape;
    }

    /** What a query returns may be null whatever it is made of; rows as they are have what their schema says. */
    private TableShape withNulls(TableShape shape, Schema schema) {
        if (!config.transformation().isEmpty()) {
            return shape;
        }
        List<Column> columns = new ArrayList<>();
        for (int index = 0; index < schema.getFields().size(); index++) {
            Column column = shape.columns().get(index);
            Field field = schema.getFields().get(index);
            columns.add(new Column(column.name(), column.type(), field.isNullable(), false));
        }
        return new TableShape(columns);
    }

    /** What must change in {@code table} before rows of {@code segment} fit. */
    List<String> changes(Database.Lease lease, String table, Segment segment) throws SQLException, DatabaseException {
        if (segment.rowCount() == 0) {
            return List.of();
        }
        return TableChanges.between(
                qualified(table), shape(lease.connection(), table), incoming(lease, segment), config.tables());
    }

    /** Changes {@code table}, in the transaction that is open, so that rows of {@code segment} fit. */
    void change(Database.Lease lease, String table, Segment segment) throws SQLException, DatabaseException {
        List<String> statements = changes(lease, table, segment);
        if (statements.isEmpty()) {
            return;
        }
        forget(table);
        String schema = config.tableName().schema();
        Sql.run(
                lease.connection(),
                "CREATE SCHEMA IF NOT EXISTS " + Sql.identifier(database.catalog()) + "." + Sql.identifier(schema));
        for (String statement : statements) {
            Sql.run(lease.connection(), statement);
        }
    }

    /** Removes what goes from the table of {@code load}. */
    void remove(Database.Lease lease, TableLoad load) throws SQLException {
        TableShape shape = load.empties() || !load.keys().isEmpty() ? shape(lease.connection(), load.table()) : null;
        if (shape == null) {
            return;
        }
        if (load.empties()) {
            Sql.run(lease.connection(), "DELETE FROM " + qualified(load.table()));
        }
        for (ArrowBatch keys : load.keys()) {
            List<Field> columns = keys.vectors().getSchema().getFields();
            // A column that is missing has no value that could be equal.
            if (columns.stream().allMatch(column -> shape.column(column.getName()) != null)) {
                delete(lease, load.table(), keys, columns);
            }
        }
    }

    private void delete(Database.Lease lease, String table, ArrowBatch keys, List<Field> columns) throws SQLException {
        String condition = columns.stream()
                .map(column -> Sql.identifier(column.getName()))
                .map(column -> "t." + column + " = k." + column)
                .collect(Collectors.joining(" AND "));
        read(
                lease,
                keys.vectors(),
                connection -> Sql.run(
                        connection,
                        "DELETE FROM " + qualified(table) + " AS t USING " + BATCH + " AS k WHERE " + condition));
    }

    /** Puts {@code rows} of {@code segment} into {@code table}. */
    void insert(Database.Lease lease, String table, Segment segment, ArrowBatch rows) throws SQLException {
        TableShape columns = incoming(lease, segment);
        String names = columns.columns().stream()
                .filter(column -> column.type().known() != null)
                .map(column -> Sql.identifier(column.name()))
                .collect(Collectors.joining(", "));
        read(
                lease,
                rows.vectors(),
                connection -> Sql.run(
                        connection,
                        "INSERT INTO " + qualified(table) + " BY NAME SELECT " + names + " FROM " + source()));
    }

    /** The column of {@code row} that does not fit {@code table}, described, or an empty text. */
    String misfit(Database.Lease lease, String table, Segment segment, ArrowBatch row) throws SQLException {
        TableShape shape = shape(lease.connection(), table);
        if (shape == null) {
            return "";
        }
        for (Column column : incoming(lease, segment).columns()) {
            Column target = shape.column(column.name());
            if (target != null && !fits(lease, row, column, target)) {
                return "column '" + target.name() + "' of type " + target.type().sql() + ", given "
                        + column.type().sql();
            }
        }
        return "";
    }

    private boolean fits(Database.Lease lease, ArrowBatch row, Column column, Column target) throws SQLException {
        List<String> found = new ArrayList<>();
        try {
            read(lease, row.vectors(), connection -> {
                String value = "CAST(" + Sql.identifier(column.name()) + " AS "
                        + target.type().sql() + ")";
                found.addAll(Sql.rows(connection, "SELECT count(" + value + ") = count(*) FROM " + source())
                        .get(0));
            });
        } catch (SQLException e) {
            return false;
        }
        return target.mayBeNull() || Boolean.parseBoolean(found.get(0));
    }
}
