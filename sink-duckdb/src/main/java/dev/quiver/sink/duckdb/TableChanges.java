/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.sink.duckdb.TableShape.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must change in a table before certain rows can go into it. Nothing is ever removed or made narrower. */
final class TableChanges {
    private final String table;
    private final WriteConfig.Tables allowed;
    private final List<String> statements = new ArrayList<>();

    private TableChanges(String table, WriteConfig.Tables allowed) {
        this.table = table;
        this.allowed = allowed;
    }

    /**
     * The statements that make {@code shape} fit for rows of {@code incoming}, in their order.
     *
     * @param table the name, qualified
     * @param shape the table as it is; null if there is none
     * @throws DatabaseException if they are not allowed, or nothing would make it fit
     */
    static List<String> between(
            String table, @Nullable TableShape shape, TableShape incoming, WriteConfig.Tables allowed)
            throws DatabaseException {
        TableChanges changes = new TableChanges(table, allowed);
        if (shape == null) {
            changes.create(incoming);
        } else {
            changes.evolve(shape, incoming);
        }
        return changes.statements;
    }

    private void create(TableShape incoming) throws DatabaseException {
        if (!allowed.creates()) {
            throw DatabaseException.lasting(
                    "the table " + table + " is missing and " + WriteConfig.AUTO_CREATE.key() + " is false");
        }
        List<String> columns = new ArrayList<>();
        for (Column column : incoming.columns()) {
            DuckType known = column.type().known();
            if (known != null) {
                columns.add(new Column(column.name(), known, column.mayBeNull(), false).definition());
            }
        }
        if (columns.isEmpty()) {
            throw DatabaseException.data("the table " + table + " cannot be made: every column is null");
        }
        statements.add("CREATE TABLE " + table + columns.stream().collect(Collectors.joining(", ", " (", ")")));
    }

    private void evolve(TableShape shape, TableShape incoming) throws DatabaseException {
        for (Column column : incoming.columns()) {
            Column present = shape.column(column.name());
            DuckType known = column.type().known();
            if (present == null && known != null) {
                require("has no column '" + column.name() + "' of type " + known.sql());
                statements.add(
                        "ALTER TABLE " + table + " ADD COLUMN " + Sql.identifier(column.name()) + " " + known.sql());
            } else if (present != null && known != null) {
                widen(present, known);
            }
        }
        for (Column present : shape.columns()) {
            Column column = incoming.column(present.name());
            boolean isGiven = column == null ? present.hasDefault() : !column.mayBeNull();
            if (!present.mayBeNull() && !isGiven) {
                dropNotNull(present.name());
            }
        }
    }

    private void widen(Column present, DuckType incoming) throws DatabaseException {
        DuckType union = TypeChange.union(present.type(), incoming);
        if (union != null && union.sql().equals(present.type().sql())) {
            return;
        }
        if (union != null && allowed.evolves()) {
            statements.add("ALTER TABLE " + table + " ALTER COLUMN " + Sql.identifier(present.name())
                    + " SET DATA TYPE " + union.sql());
        } else if (!TypeChange.isSafe(incoming, present.type())) {
            throw DatabaseException.data("table " + table + ", column '" + present.name() + "': "
                    + incoming.sql() + " does not fit " + present.type().sql()
                    + (union == null ? "" : ", and " + WriteConfig.AUTO_EVOLVE.key() + " is false"));
        }
    }

    /** Without leave nothing happens here: a row that has a null is refused by the database. */
    private void dropNotNull(String column) {
        if (allowed.evolves()) {
            statements.add("ALTER TABLE " + table + " ALTER COLUMN " + Sql.identifier(column) + " DROP NOT NULL");
        }
    }

    private void require(String problem) throws DatabaseException {
        if (!allowed.evolves()) {
            throw DatabaseException.lasting(
                    "the table " + table + " " + problem + " and " + WriteConfig.AUTO_EVOLVE.key() + " is false");
        }
    }
}
