/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** Moves the offsets in the databases of a stopped connector to where an operator wants it to read. */
final class OffsetReset {
    private final DuckDbSinkConfig config;

    OffsetReset(DuckDbSinkConfig config) {
        this.config = config;
    }

    /**
     * Makes each partition begin at its offset, or forgets it where that is null, in every database that this worker
     * sees. May be called again after a failure.
     */
    void apply(Map<TopicPartition, @Nullable Long> offsets) {
        Set<Path> files = new LinkedHashSet<>();
        try {
            for (TopicPartition partition : offsets.keySet()) {
                DatabasePath.Place place = new DatabasePath.Place(0, Worker.name(), partition.topic());
                files.addAll(config.database().path().filesOfAll(place));
            }
            for (Path file : files) {
                apply(file, offsets);
            }
        } catch (IOException | DatabaseException e) {
            throw new ConnectException("could not change the offsets: " + e.getMessage(), e);
        }
    }

    private void apply(Path file, Map<TopicPartition, @Nullable Long> offsets) throws DatabaseException {
        Databases databases = config.database().databases();
        Database database = databases.acquire(file, config.connector(), config.database());
        try (Database.Lease lease = database.lease()) {
            Sql.run(lease.connection(), "BEGIN TRANSACTION");
            new OffsetsTable(lease.connection(), database.catalog(), config.connector()).reset(offsets);
            Sql.run(lease.connection(), "COMMIT");
        } catch (SQLException e) {
            throw database.failed("could not write to " + file, e);
        } finally {
            databases.release(database);
        }
    }
}
