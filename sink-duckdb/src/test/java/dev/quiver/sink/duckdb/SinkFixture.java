/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** A sink over a real database file, with the worker that it has. */
final class SinkFixture implements AutoCloseable {
    private static final long WAIT_NANOS = Duration.ofSeconds(60).toNanos();

    private final DuckDbSinkConfig config;
    private final SettableClock clock;
    private final FakeContext context;
    private final DuckDbSink sink;

    private SinkFixture(DuckDbSinkConfig config, FakeContext context, SettableClock clock) {
        this.config = config;
        this.context = context;
        this.clock = clock;
        this.sink = new DuckDbSink(
                config, new Refusals(context.errantRecordReporter()), context::offset, new SinkMetrics(clock), clock);
    }

    /** A sink to {@code path} on a worker without a dead letter queue. */
    static SinkFixture of(Path path, String... settings) {
        return of(path, FakeContext.withoutReporter(), new SettableClock(), settings);
    }

    static SinkFixture of(Path path, FakeContext context, SettableClock clock, String... settings) {
        return new SinkFixture(DuckDbSinkConfig.parse(properties(path, settings)), context, clock);
    }

    static Map<String, String> properties(Path path, String... settings) {
        Map<String, String> properties = new TreeMap<>(Map.of("name", "shop", "duckdb.path", path.toString()));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        return properties;
    }

    DuckDbSink sink() {
        return sink;
    }

    FakeContext context() {
        return context;
    }

    SettableClock clock() {
        return clock;
    }

    /** Opens {@code partitions}. */
    SinkFixture open(TopicPartition... partitions) {
        sink.open(List.of(partitions));
        return this;
    }

    void put(SinkRecord... records) {
        sink.put(List.of(records));
    }

    void put(Collection<SinkRecord> records) {
        sink.put(records);
    }

    /** Lets everything gathered become old, and waits until it is in. */
    void flush() {
        clock.advance(config.flush().ageMax().plusSeconds(1));
        sink.put(List.of());
        await();
    }

    /** Waits until no transaction is on its way. */
    void await() {
        long deadline = System.nanoTime() + WAIT_NANOS;
        while (sink.nextDueMs() == Loads.LOOK_MS) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the transaction takes too long");
            }
            Thread.onSpinWait();
            clock.advance(Duration.ofMillis(1));
            sink.put(List.of());
        }
    }

    /** The offset that is safe for {@code partition}, or -1. */
    long committed(TopicPartition partition) {
        Map<TopicPartition, OffsetAndMetadata> asked = new HashMap<>();
        asked.put(partition, new OffsetAndMetadata(0));
        OffsetAndMetadata safe = sink.committable(asked).get(partition);
        return safe == null ? -1 : safe.offset();
    }

    /** The rows of {@code query}, in the database that the sink has open. */
    List<List<String>> query(String query) {
        return query(config.database(), Path.of(config.database().path().template()), query);
    }

    /** The rows of {@code query} in the file {@code path}. */
    static List<List<String>> query(DatabaseConfig config, Path path, String query) {
        try {
            Database database = config.databases().acquire(path, "shop", config);
            try (Database.Lease lease = database.lease()) {
                return Sql.rows(lease.connection(), query);
            } finally {
                config.databases().release(database);
            }
        } catch (DatabaseException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs {@code statement} on the database, as somebody would who may change it. */
    void change(String statement) {
        DatabaseConfig database = config.database();
        try {
            Database opened =
                    database.databases().acquire(Path.of(database.path().template()), "shop", database);
            try (Database.Lease lease = opened.lease()) {
                Sql.run(lease.connection(), statement);
                opened.shapes().clear();
            } finally {
                database.databases().release(opened);
            }
        } catch (DatabaseException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    DuckDbSinkConfig config() {
        return config;
    }

    @Override
    public void close() {
        sink.close();
    }
}
