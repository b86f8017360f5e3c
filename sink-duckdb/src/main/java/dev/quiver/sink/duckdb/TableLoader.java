/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import dev.quiver.sink.duckdb.TableShape.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /** Only while nobody else changes tables. */
    private @Nullable TableShape shape(Connection connection, String table) throws SQLException {
        String name = Sql.folded(table);
        TableShape known = database.shapes().get(name);
        if (known == null) {
            known = TableShape.read(
                    connection, database.catalog(), config.tableName().schema(), table);
            if (known != null) {
                database.shapes().put(name, known);
            }
        }
        return known;
    }

    /** What is known of {@code table} may not be so. */
    void forget(String table) {
        database.shapes().remove(Sql.folded(table));
    }

    private String source() {
        return config.transformation().isEmpty() ? BATCH : "(" + config.transformation() + ")";
    }

    private TableShape incoming(Database.Lease lease, Segment segment) throws SQLException {
        TableShape known = database.incoming().get(segment.schema());
        if (known != null) {
            return known;
        }
        VectorSchemaRoot rows = segment.parts().get(0).batch().vectors();
        TableShape shape = withNulls(described(lease, rows, source()), segment.schema());
        if (database.incoming().size() >= INCOMING_MAX) {
            database.incoming().clear();
        }
        database.incoming().put(segment.schema(), shape);
        return shape;
    }

    private TableShape described(Database.Lease lease, VectorSchemaRoot rows, String source) throws SQLException {
        List<TableShape> described = new ArrayList<>();
        read(lease, rows, connection -> described.add(TableShape.describe(connection, "SELECT * FROM " + source)));
        return described.get(0);
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
                delete(lease, load.table(), keys, shape);
            }
        }
    }

    /** Keys are compared as they went in: as values of the types that the table has. */
    private void delete(Database.Lease lease, String table, ArrowBatch keys, TableShape shape) throws SQLException {
        String condition = described(lease, keys.vectors(), BATCH).columns().stream()
                .map(key -> "t." + Sql.identifier(key.name()) + " = "
                        + Casting.tried("k." + Sql.identifier(key.name()), key.type(), type(shape, key)))
                .collect(Collectors.joining(" AND "));
        read(
                lease,
                keys.vectors(),
                connection -> Sql.run(
                        connection,
                        "DELETE FROM " + qualified(table) + " AS t USING " + BATCH + " AS k WHERE " + condition));
    }

    private static DuckType type(TableShape shape, Column column) {
        Column target = shape.column(column.name());
        return target == null ? column.type() : target.type();
    }

    /** Puts {@code rows} of {@code segment} into {@code table}. */
    void insert(Database.Lease lease, String table, Segment segment, ArrowBatch rows) throws SQLException {
        TableShape columns = incoming(lease, segment);
        TableShape shape = Objects.requireNonNullElse(shape(lease.connection(), table), columns);
        String names = columns.columns().stream()
                .filter(column -> column.type().known() != null)
                .map(column -> selected(column, shape))
                .collect(Collectors.joining(", "));
        read(
                lease,
                rows.vectors(),
                connection -> Sql.run(
                        connection,
                        "INSERT INTO " + qualified(table) + " BY NAME SELECT " + names + " FROM " + source()));
    }

    private static String selected(Column column, TableShape shape) {
        String name = Sql.identifier(column.name());
        String value = Casting.checked(name, column.type(), type(shape, column));
        return value.equals(name) ? name : value + " AS " + name;
    }

    /**
     * A row with a value that its column cannot take.
     *
     * @param row its index
     * @param column described, with the types
     */
    record Misfit(int row, String column) {}

    /**
     * Rows that can be told without trying to put them in, in their order; there may be more.
     *
     * @param countMax the number that is enough
     */
    List<Misfit> misfits(Database.Lease lease, String table, Segment segment, ArrowBatch rows, int countMax)
            throws SQLException {
        TableShape shape = shape(lease.connection(), table);
        if (shape == null || !config.transformation().isEmpty()) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        StringBuilder cases = new StringBuilder();
        for (Column column : incoming(lease, segment).columns()) {
            Column target = shape.column(column.name());
            String condition = target == null ? "" : misfit(column, target);
            if (target != null && !condition.isEmpty()) {
                cases.append(" WHEN ").append(condition).append(" THEN ").append(columns.size());
                columns.add(described(column, target));
            }
        }
        List<Misfit> misfits = new ArrayList<>();
        if (!columns.isEmpty()) {
            String found = "SELECT row, misfit FROM (SELECT row_number() OVER () - 1 AS row, CASE" + cases
                    + " END AS misfit FROM " + BATCH + ") WHERE misfit IS NOT NULL ORDER BY row LIMIT " + countMax;
            read(lease, rows.vectors(), connection -> {
                for (List<String> row : Sql.rows(connection, found)) {
                    misfits.add(new Misfit(Integer.parseInt(row.get(0)), columns.get(Integer.parseInt(row.get(1)))));
                }
            });
        }
        return misfits;
    }

    /** A condition of rows that {@code target} surely refuses, or an empty text. */
    private static String misfit(Column column, Column target) {
        String name = Sql.identifier(column.name());
        List<String> conditions = new ArrayList<>();
        if (!target.mayBeNull()) {
            conditions.add(name + " IS NULL");
        }
        String tried = Casting.tried(name, column.type(), target.type());
        if (column.type().known() != null && !tried.equals(name)) {
            conditions.add("(" + name + " IS NOT NULL AND (" + tried + ") IS NULL)");
        }
        return String.join(" OR ", conditions);
    }

    private static String described(Column column, Column target) {
        return "column '" + target.name() + "' of type " + target.type().sql() + ", given "
                + column.type().sql();
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
                return described(column, target);
            }
        }
        return "";
    }

    private boolean fits(Database.Lease lease, ArrowBatch row, Column column, Column target) throws SQLException {
        List<String> found = new ArrayList<>();
        try {
            read(lease, row.vectors(), connection -> {
                String name = Casting.checked(Sql.identifier(column.name()), column.type(), target.type());
                String value = "CAST(" + name + " AS " + target.type().sql() + ")";
                found.addAll(Sql.rows(connection, "SELECT count(" + value + ") = count(*) FROM " + source())
                        .get(0));
            });
        } catch (SQLException e) {
            return false;
        }
        return target.mayBeNull() || Boolean.parseBoolean(found.get(0));
    }
}
