/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that a task writes a group of topics to: one file, or one after the other where they rotate, or one of
 * several where tasks or workers have files of their own. It is opened when it is needed first. One thread.
 */
final class ShardDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardDatabase.class);

    private final DatabaseConfig config;
    private final DatabasePath.Place place;
    private final String connector;
    private final Clock clock;
    private @Nullable Database database;

    ShardDatabase(DatabaseConfig config, DatabasePath.Place place, String connector, Clock clock) {
        this.config = config;
        this.place = place;
        this.connector = connector;
        this.clock = clock;
    }

    /** The database; it must have been taken over. */
    Database current() {
        return Objects.requireNonNull(database, "the database is not open yet");
    }

    /** Whether rows belong into another file by now. */
    boolean isOutdated() {
        Database present = database;
        return present != null && config.path().isRotating() && !present.path().equals(wanted(present.path()));
    }

    /** The file that rows belong into now; a clock that goes back does not lead back to a file that was left. */
    private Path wanted(Path otherwise) {
        try {
            Path wanted = Databases.canonical(config.path().at(place, clock.instant()));
            boolean isEarlier = config.path().isRotating() && wanted.compareTo(otherwise) < 0;
            return isEarlier ? otherwise : wanted;
        } catch (DatabaseException e) {
            LOG.warn("stays with {}: {}", otherwise, e.getMessage());
            return otherwise;
        }
    }

    /**
     * Makes {@code owner} the one who writes {@code partitions}, in the file that rows belong into by now, and returns
     * the offsets behind the rows that are there already.
     */
    Map<TopicPartition, Long> takeOver(String owner, Collection<TopicPartition> partitions) throws DatabaseException {
        Database target = open();
        target.announce();
        Map<TopicPartition, Long> elsewhere = elsewhere(target, partitions);
        target.tables().writeLock().lock();
        try (Database.Lease lease = target.lease()) {
            OffsetsTable offsets = new OffsetsTable(lease.connection(), target.catalog(), connector);
            Sql.run(lease.connection(), "BEGIN TRANSACTION");
            Map<TopicPartition, Long> here = offsets.read();
            Map<TopicPartition, Long> ahead = new HashMap<>(elsewhere);
            ahead.entrySet()
                    .removeIf(other -> !partitions.contains(other.getKey())
                            || here.getOrDefault(other.getKey(), -1L) >= other.getValue());
            offsets.carryOver(ahead);
            offsets.takeOver(owner, partitions);
            target.commit(lease);
            Map<TopicPartition, Long> starts = offsets.read();
            starts.keySet().retainAll(partitions);
            return starts;
        } catch (SQLException e) {
            throw target.failed("could not take over " + partitions + " in " + target.path(), e);
        } finally {
            target.tables().writeLock().unlock();
        }
    }

    private Database open() throws DatabaseException {
        Database present = database;
        if (present == null) {
            present = latest();
            database = present;
        }
        Path wanted = wanted(present.path());
        if (!present.path().equals(wanted)) {
            present = rotate(present, wanted);
        }
        return present;
    }

    private Database acquire(Path path) throws DatabaseException {
        return config.databases().acquire(path, connector, config);
    }

    /** The latest file that has offsets: one may have been made without getting any before a worker was killed. */
    private Database latest() throws DatabaseException {
        List<Path> files = config.path().isRotating() ? files() : List.of();
        for (Path file : files) {
            Database candidate = acquire(file);
            if (!offsets(candidate).isEmpty()) {
                return candidate;
            }
            config.databases().release(candidate);
        }
        return acquire(files.isEmpty() ? config.path().at(place, clock.instant()) : files.get(0));
    }

    private Map<TopicPartition, Long> offsets(Database of) throws DatabaseException {
        boolean isRead = false;
        try (Database.Lease lease = of.lease()) {
            Map<TopicPartition, Long> offsets = new OffsetsTable(lease.connection(), of.catalog(), connector).read();
            isRead = true;
            return offsets;
        } catch (SQLException e) {
            throw of.failed("could not read the offsets of " + of.path(), e);
        } finally {
            if (!isRead) {
                config.databases().release(of);
            }
        }
    }

    private List<Path> files() throws DatabaseException {
        try {
            return config.path().files(place);
        } catch (IOException e) {
            throw DatabaseException.passing("could not list databases: " + e, e);
        }
    }

    private List<List<Path>> shards() throws DatabaseException {
        try {
            return config.path().shards(place);
        } catch (IOException e) {
            throw DatabaseException.passing("could not list databases: " + e, e);
        }
    }

    /** From now on rows go to {@code path}. The offsets go with them; nobody moves those of the old file any more. */
    private Database rotate(Database old, Path path) throws DatabaseException {
        Database fresh = acquire(path);
        boolean done = false;
        old.tables().writeLock().lock();
        try (Database.Lease from = old.lease();
                Database.Lease to = fresh.lease()) {
            OffsetsTable sealed = new OffsetsTable(from.connection(), old.catalog(), connector);
            OffsetsTable begun = new OffsetsTable(to.connection(), fresh.catalog(), connector);
            Map<TopicPartition, Long> there = begun.read();
            Map<TopicPartition, Long> ahead = sealed.read();
            ahead.entrySet().removeIf(moved -> there.getOrDefault(moved.getKey(), -1L) >= moved.getValue());
            Sql.run(to.connection(), "BEGIN TRANSACTION");
            begun.carryOver(ahead);
            fresh.commit(to);
            sealed.seal();
            done = true;
        } catch (SQLException e) {
            throw fresh.failed("could not go on from " + old.path() + " in " + path, e);
        } finally {
            old.tables().writeLock().unlock();
            if (!done) {
                config.databases().release(fresh);
            }
        }
        database = fresh;
        config.databases().release(old);
        LOG.info("{} goes on in {}", old.path(), path);
        return fresh;
    }

    /** What the files of other tasks and workers have of {@code partitions}, which nobody may go on with there. */
    private Map<TopicPartition, Long> elsewhere(Database own, Collection<TopicPartition> partitions)
            throws DatabaseException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (!config.path().isSharded()) {
            return offsets;
        }
        for (List<Path> shard : shards()) {
            latestOf(shard, own, partitions)
                    .forEach((partition, offset) -> offsets.merge(partition, offset, Math::max));
        }
        return offsets;
    }

    /** The latest file with offsets has all of its shard; those before it stay closed. */
    private Map<TopicPartition, Long> latestOf(List<Path> shard, Database own, Collection<TopicPartition> partitions)
            throws DatabaseException {
        for (Path file : shard) {
            Path other = Databases.canonical(file);
            if (other.equals(own.path())) {
                return Map.of();
            }
            Map<TopicPartition, Long> offsets = offsetsOf(other, partitions);
            if (!offsets.isEmpty()) {
                return offsets;
            }
        }
        return Map.of();
    }

    private Map<TopicPartition, Long> offsetsOf(Path file, Collection<TopicPartition> partitions)
            throws DatabaseException {
        Database other;
        try {
            other = acquire(file);
        } catch (DatabaseException e) {
            if (!e.isRetriable()) {
                throw e;
            }
            LOG.debug("{} has an owner: {}", file, e.getMessage());
            return OffsetsTable.published(OwnerLock.published(file), connector);
        }
        other.tables().writeLock().lock();
        try (Database.Lease lease = other.lease()) {
            OffsetsTable offsets = new OffsetsTable(lease.connection(), other.catalog(), connector);
            offsets.seal(partitions);
            return offsets.read();
        } catch (SQLException e) {
            throw other.failed("could not read the offsets of " + file, e);
        } finally {
            other.tables().writeLock().unlock();
            config.databases().release(other);
        }
    }

    /** Has no database any more; what is returned gives it back. */
    Runnable detach() {
        Database present = database;
        database = null;
        return () -> {
            if (present != null) {
                config.databases().release(present);
            }
        };
    }

    /** Gives the database back. */
    @Override
    public void close() {
        detach().run();
    }
}
