/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import com.google.errorprone.annotations.MustBeClosed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One state of the database between two transactions, for reading only, whatever is written meanwhile. All that read
 * while the sink writes come here for it, and their limits hold here. One thread.
 */
final class ReadTransaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadTransaction.class);
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "quiver-duckdb-limits");
        thread.setDaemon(true);
        return thread;
    });

    private final Database.Lease lease;
    private final Limits limits;
    private volatile @Nullable Statement running;

    /**
     * What a reader may take.
     *
     * @param timeout time for one statement
     * @param rowsMax rows of one result
     */
    record Limits(Duration timeout, long rowsMax) {}

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed here unless it is kept
    ReadTransaction(Database database, Limits limits) throws DatabaseException {
        this.limits = limits;
        this.lease = database.lease();
        boolean begun = false;
        try {
            Sql.run(lease.connection(), "BEGIN TRANSACTION READ ONLY");
            begun = true;
        } catch (SQLException e) {
            throw database.failed("could not read " + database.path(), e);
        } finally {
            if (!begun) {
                lease.close();
            }
        }
    }

    /** A call of the driver. */
    private interface Call<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs {@code statement}, which changes nothing in the database. */
    void run(String statement) throws DatabaseException {
        call(connection -> {
            try (Statement runner = connection.createStatement()) {
                return limited(runner, () -> runner.execute(statement));
            }
        });
    }

    /** The first rows of {@code query}, as many as the limit lets through. */
    List<List<String>> rows(String query) throws DatabaseException {
        String limited = "SELECT * FROM (" + query + ") LIMIT " + limits.rowsMax();
        return call(connection -> {
            try (Statement runner = connection.createStatement()) {
                return limited(runner, () -> Sql.rows(runner, limited));
            }
        });
    }

    private <T> T call(Call<T> call) throws DatabaseException {
        try {
            return call.on(lease.connection());
        } catch (SQLException e) {
            throw lease.database().failed("could not read " + lease.database().path(), e);
        }
    }

    /** Ends the statement that is running, if there is one; any thread may. */
    void cancel() {
        Statement statement = running;
        if (statement != null) {
            cancel(statement);
        }
    }

    /** Something that takes long. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    private <T> T limited(Statement statement, Work<T> work) throws SQLException {
        running = statement;
        ScheduledFuture<?> watch =
                WATCH.schedule(() -> cancel(statement), limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.run();
        } finally {
            watch.cancel(false);
            running = null;
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.debug("could not cancel a statement: {}", e.getMessage());
        }
    }

    /** Ends the transaction. */
    @Override
    public void close() {
        lease.close();
    }
}
