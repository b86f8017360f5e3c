/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one instance of a database file in this worker, and the right to write it. Tasks borrow connections for one
 * transaction each. Threads may share it; {@link Databases} opens and closes it.
 */
final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Path path;
    private final DatabaseOptions options;
    private final boolean publishes;
    private final OwnerLock lock;
    /** Shared by those who write rows, exclusive for those who change tables: that would end the transactions. */
    private final ReadWriteLock tables = new ReentrantReadWriteLock(true);

    private final Map<String, TableShape> shapes = new ConcurrentHashMap<>();
    private final Map<Schema, TableShape> incoming = new ConcurrentHashMap<>();
    private @Nullable DuckDBConnection anchor;
    private String catalog = "";
    private int leaseCount;
    private boolean isBroken;
    private boolean isClosed;
    private long changeCount;

    private Database(Path path, DatabaseOptions options, boolean publishes, OwnerLock ownedLock) {
        this.path = path;
        this.options = options;
        this.publishes = publishes;
        this.lock = ownedLock;
    }

    /**
     * Opens {@code path}, making the file if there is none.
     *
     * @param path absolute and without links
     * @param publishes whether other processes may have to know the offsets
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed here unless it is handed out
    static Database open(Path path, DatabaseOptions options, boolean publishes) throws DatabaseException {
        OwnerLock lock = OwnerLock.of(path);
        boolean opened = false;
        try {
            Database database = new Database(path, options, publishes, lock);
            database.connect();
            opened = true;
            return database;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private void connect() throws DatabaseException {
        DuckDBConnection connection = null;
        try {
            Connection made = new DuckDBDriver().connect("jdbc:duckdb:" + path, options.properties());
            connection = made.unwrap(DuckDBConnection.class);
            Sql.run(connection, "SET GLOBAL TimeZone = 'UTC'");
            if (!options.initSql().isEmpty()) {
                Sql.run(connection, options.initSql());
            }
            catalog = Sql.rows(connection, "SELECT current_database()").get(0).get(0);
            OffsetsTable.create(connection, catalog);
            anchor = connection;
            connection = null;
            LOG.info("opened the database {}", path);
        } catch (SQLException e) {
            throw DatabaseException.of("could not open the database " + path, e);
        } finally {
            if (connection != null) {
                close(connection);
            }
        }
    }

    /** Where the file lies. */
    Path path() {
        return path;
    }

    DatabaseOptions options() {
        return options;
    }

    /** The name under which the instance knows the file. */
    synchronized String catalog() {
        return catalog;
    }

    /** Shared by those who write rows, exclusive for those who change tables. */
    ReadWriteLock tables() {
        return tables;
    }

    /** What is known of tables, by name, folded. */
    Map<String, TableShape> shapes() {
        return shapes;
    }

    /** What the database makes of rows, by their schema; one connector has one query that may change them. */
    Map<Schema, TableShape> incoming() {
        return incoming;
    }

    /** The number of transactions that have changed something so far. */
    synchronized long changeCount() {
        return changeCount;
    }

    /** A transaction has changed something. */
    synchronized void changed() {
        changeCount++;
    }

    /**
     * Commits the transaction that is open on {@code lease} and lets other processes read the offsets then; while it
     * does, they cannot read those before.
     */
    void commit(Lease lease) throws SQLException, DatabaseException {
        if (!publishes) {
            Sql.run(lease.connection(), "COMMIT");
            changed();
            return;
        }
        try {
            lock.hide();
            commitHidden(lease.connection());
            lock.publish(() -> OffsetsTable.all(lease.connection(), catalog()));
        } catch (IOException e) {
            throw DatabaseException.passing("could not write beside " + path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Lets other processes read the offsets that are there, as nobody has yet: two that take over at the same time
     * would wait for each other otherwise.
     */
    void announce() throws DatabaseException {
        if (!publishes) {
            return;
        }
        try (Lease lease = lease()) {
            lock.announce(() -> OffsetsTable.all(lease.connection(), catalog()));
        } catch (SQLException e) {
            throw failed("could not read the offsets of " + path, e);
        } catch (IOException e) {
            throw DatabaseException.passing("could not write beside " + path + ": " + e.getMessage(), e);
        }
    }

    private void commitHidden(Connection connection) throws SQLException {
        boolean committed = false;
        try {
            Sql.run(connection, "COMMIT");
            committed = true;
            changed();
        } finally {
            if (!committed) {
                lock.leaveHidden();
            }
        }
    }

    /**
     * Lends a connection.
     *
     * @throws DatabaseException also while others still have to give theirs back after the instance broke
     */
    @MustBeClosed
    synchronized Lease lease() throws DatabaseException {
        if (isClosed) {
            throw DatabaseException.passing("the database " + path + " is closed", null);
        }
        if (isBroken) {
            reopen();
        }
        DuckDBConnection source = anchor;
        if (source == null) {
            throw DatabaseException.passing("the database " + path + " is being opened", null);
        }
        try {
            DuckDBConnection lent = source.duplicate();
            leaseCount++;
            return new Lease(this, lent);
        } catch (SQLException e) {
            throw failed("could not connect to " + path, e);
        }
    }

    /** The file can be opened again only after every connection is closed. */
    private void reopen() throws DatabaseException {
        if (leaseCount > 0) {
            throw DatabaseException.passing(
                    "the database " + path + " waits for " + leaseCount + " connections before it opens again", null);
        }
        DuckDBConnection broken = anchor;
        anchor = null;
        if (broken != null) {
            close(broken);
        }
        shapes.clear();
        connect();
        isBroken = false;
    }

    /** What {@code failure} of {@code action} means; an instance that is broken is opened again later. */
    synchronized DatabaseException failed(String action, SQLException failure) {
        DatabaseException translated = DatabaseException.of(action, failure);
        if (translated.kind() == DatabaseException.Kind.BROKEN && !isBroken) {
            isBroken = true;
            LOG.warn("the database {} must be opened again: {}", path, translated.getMessage());
        }
        return translated;
    }

    private synchronized void giveBack(DuckDBConnection connection) {
        leaseCount--;
        close(connection);
    }

    private static void close(DuckDBConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("could not close a connection: {}", e.getMessage());
        }
    }

    /** Closes the instance, then gives the right to write the file back. */
    @Override
    public synchronized void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        DuckDBConnection last = anchor;
        anchor = null;
        if (last != null) {
            close(last);
        }
        lock.close();
        LOG.info("closed the database {}", path);
    }

    /** A connection on loan, for one thread. */
    static final class Lease implements AutoCloseable {
        private final Database database;
        private final DuckDBConnection connection;
        private boolean closed;

        @MustBeClosed
        private Lease(Database database, DuckDBConnection ownedConnection) {
            this.database = database;
            this.connection = ownedConnection;
        }

        /** The connection; not to be closed. */
        DuckDBConnection connection() {
            return connection;
        }

        Database database() {
            return database;
        }

        /** Gives it back, which closes it: whatever failed on it, nobody meets it again. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                database.giveBack(connection);
            }
        }
    }
}
