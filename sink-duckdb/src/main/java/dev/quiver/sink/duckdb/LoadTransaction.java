/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.arrow.ArrowBatch;
import java.sql.SQLException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a load into its database: rows, changes of tables and offsets, all or nothing. Every attempt has a connection of
 * its own. Transactions are begun and ended by statements: the driver's own methods do not say when a commit has done
 * nothing, and write outside of transactions after a commit that failed.
 */
final class LoadTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(LoadTransaction.class);

    private final Database database;
    private final Identity identity;
    private final TableLoader loader;

    /** Who writes: a connector and one of its tasks, which has a new name whenever it takes partitions over. */
    record Identity(String connector, String owner) {}

    LoadTransaction(Database database, Identity identity, WriteConfig config, BufferAllocator allocator) {
        this.database = database;
        this.identity = identity;
        this.loader = new TableLoader(database, config, allocator);
    }

    /**
     * Puts {@code load} in.
     *
     * @param mayBeThere whether an earlier attempt may have done so without getting to know
     * @throws DatabaseException if it is not in; whether it is can be unknown then
     */
    void run(Load load, boolean mayBeThere) throws DatabaseException {
        try (Database.Lease lease = database.lease()) {
            if (mayBeThere && isThere(lease, load)) {
                LOG.info("the transaction that failed before is in {} all the same", database.path());
                database.changed();
                return;
            }
            if (!commitUnlessTablesChange(lease, load)) {
                changeAndCommit(lease, load);
            }
        } catch (SQLException e) {
            throw database.failed("could not load " + load.rowCount() + " rows into " + database.path(), e);
        }
    }

    /** What is known of tables is right only while nobody changes them. */
    private boolean commitUnlessTablesChange(Database.Lease lease, Load load) throws SQLException, DatabaseException {
        database.tables().readLock().lock();
        try {
            if (changesTables(lease, load)) {
                return false;
            }
            commit(lease, load);
            return true;
        } finally {
            database.tables().readLock().unlock();
        }
    }

    private void changeAndCommit(Database.Lease lease, Load load) throws SQLException, DatabaseException {
        database.tables().writeLock().lock();
        boolean committed = false;
        try {
            commit(lease, load);
            committed = true;
            checkpoint(lease);
        } finally {
            if (!committed) {
                load.tables().forEach(table -> loader.forget(table.table()));
            }
            database.tables().writeLock().unlock();
        }
    }

    private boolean isThere(Database.Lease lease, Load load) throws SQLException {
        return !load.moves().isEmpty() && offsets(lease).has(identity.owner(), load.moves());
    }

    private OffsetsTable offsets(Database.Lease lease) {
        return new OffsetsTable(lease.connection(), database.catalog(), identity.connector());
    }

    /** Whether a table must change before rows of {@code load} fit. */
    private boolean changesTables(Database.Lease lease, Load load) throws SQLException, DatabaseException {
        for (TableLoad table : load.tables()) {
            for (Segment segment : table.segments()) {
                if (!loader.changes(lease, table.table(), segment).isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    private void commit(Database.Lease lease, Load load) throws SQLException, DatabaseException {
        Sql.run(lease.connection(), "BEGIN TRANSACTION");
        for (TableLoad table : load.tables()) {
            put(lease, table);
        }
        if (!load.moves().isEmpty()) {
            offsets(lease).advance(identity.owner(), load.moves());
        }
        database.commit(lease);
    }

    /**
     * Tries to put {@code parts} of {@code segment} into {@code table}, after what must go from it and the segments
     * {@code earlier}; nothing is kept. Returns what was wrong, or null.
     */
    @Nullable
    DatabaseException probe(TableLoad table, List<Segment> earlier, Segment segment, List<Segment.Part> parts) {
        database.tables().writeLock().lock();
        try (Database.Lease lease = database.lease()) {
            Sql.run(lease.connection(), "BEGIN TRANSACTION");
            for (Segment other : earlier) {
                loader.change(lease, table.table(), other);
            }
            loader.change(lease, table.table(), segment);
            loader.remove(lease, table);
            for (Segment other : earlier) {
                insert(lease, table, other, other.parts());
            }
            insert(lease, table, segment, parts);
            Sql.run(lease.connection(), "ROLLBACK");
            return null;
        } catch (SQLException e) {
            return database.failed("could not load rows into table " + table.table(), e);
        } catch (DatabaseException e) {
            return e;
        } finally {
            loader.forget(table.table());
            database.tables().writeLock().unlock();
        }
    }

    private void put(Database.Lease lease, TableLoad table) throws SQLException, DatabaseException {
        for (Segment segment : table.segments()) {
            loader.change(lease, table.table(), segment);
        }
        loader.remove(lease, table);
        for (Segment segment : table.segments()) {
            insert(lease, table, segment, segment.parts());
        }
    }

    private void insert(Database.Lease lease, TableLoad table, Segment segment, List<Segment.Part> parts)
            throws SQLException {
        for (Segment.Part part : parts) {
            loader.insert(lease, table.table(), segment, part.batch());
        }
    }

    /**
     * Rows of {@code part} that {@code table} surely refuses once it has changed for them and for {@code earlier}.
     *
     * @param countMax the number that is enough
     */
    List<TableLoader.Misfit> misfits(
            TableLoad table, List<Segment> earlier, Segment segment, Segment.Part part, int countMax) {
        database.tables().writeLock().lock();
        try (Database.Lease lease = database.lease()) {
            Sql.run(lease.connection(), "BEGIN TRANSACTION");
            for (Segment other : earlier) {
                loader.change(lease, table.table(), other);
            }
            loader.change(lease, table.table(), segment);
            return loader.misfits(lease, table.table(), segment, part.batch(), countMax);
        } catch (SQLException | DatabaseException e) {
            LOG.debug("could not tell rows that do not fit: {}", e.getMessage());
            return List.of();
        } finally {
            loader.forget(table.table());
            database.tables().writeLock().unlock();
        }
    }

    /** The column of {@code row} that does not fit, described, or an empty text if it is none in particular. */
    String misfit(TableLoad table, Segment segment, ArrowBatch row) {
        database.tables().readLock().lock();
        try (Database.Lease lease = database.lease()) {
            return loader.misfit(lease, table.table(), segment, row);
        } catch (SQLException | DatabaseException e) {
            LOG.debug("could not find the column that does not fit: {}", e.getMessage());
            return "";
        } finally {
            database.tables().readLock().unlock();
        }
    }

    /** What changed tables is not left to the log: that is replayed row by row when the file is opened. */
    private void checkpoint(Database.Lease lease) {
        try {
            Sql.run(lease.connection(), "CHECKPOINT " + Sql.identifier(database.catalog()));
        } catch (SQLException e) {
            LOG.info(
                    "no checkpoint after tables changed: {}",
                    database.failed("could not checkpoint", e).getMessage());
        }
    }
}
