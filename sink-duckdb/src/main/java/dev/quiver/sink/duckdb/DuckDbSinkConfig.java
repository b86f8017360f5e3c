/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.duckdb;

import dev.quiver.connect.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The configuration of a DuckDB sink.
 *
 * @param connector its name, under which the offsets stand in the database
 * @param task the number of the task
 * @param retryTimeout how long a failing database is borne before the task fails
 */
record DuckDbSinkConfig(
        String connector,
        int task,
        DatabaseConfig database,
        WriteConfig write,
        FlushPolicy flush,
        NullValues nullValues,
        RewindBehavior rewind,
        Duration retryTimeout) {
    /** A transaction with more rows of a table costs much more, and makes the file larger. */
    static final int ROWS_MAX = 122_880;

    static final Setting<Integer> FLUSH_ROWS_MAX = Setting.number(
            "Transactions",
            "flush.rows.max",
            1,
            ROWS_MAX,
            ROWS_MAX,
            "Rows of one table after which a transaction begins. 122880 is a row group of DuckDB: more would be"
                    + " dearer.");
    static final Setting<Long> FLUSH_BYTES_MAX = Setting.atLeast(
            "Transactions",
            "flush.bytes.max",
            1 << 20,
            128L << 20,
            "Bytes on the heap after which a transaction begins, for each database of a task.");
    static final Setting<Long> FLUSH_AGE_MAX_MS = Setting.atLeast(
            "Transactions",
            "flush.age.max.ms",
            1,
            10_000,
            "Milliseconds after its first record came when a transaction begins, whether or not more records come.");
    static final Setting<NullValues> NULL_VALUES = Setting.oneOf(
            "Records",
            "behavior.on.null.values",
            NullValues.class,
            NullValues.IGNORE,
            "What happens to records without a value where they do not delete: they are passed over, reported like"
                    + " records that cannot be written, or fail the task.");
    static final Setting<RewindBehavior> REWIND = Setting.oneOf(
            "Errors",
            "behavior.on.offset.rewind",
            RewindBehavior.class,
            RewindBehavior.FAIL,
            "What happens when offsets come again that the database has, as they do after a topic was deleted and made"
                    + " anew: the task fails, they are accepted as new records, or ignored until new offsets come.");
    static final Setting<Long> RETRY_TIMEOUT_MS = Setting.atLeast(
            "Errors",
            "retry.timeout.ms",
            0,
            600_000,
            "Milliseconds for which a database may go on failing, or belong to somebody else, before the task fails.");

    /** Where every worker puts the name of the connector; the worker itself declares and checks it. */
    static final String NAME = "name";
    /** Where the connector puts the number of the task; not for operators. */
    static final String TASK = "quiver.task";

    static final ConfigDef DEFINITION = Setting.define(settings());

    private static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(DatabaseConfig.settings());
        settings.addAll(WriteConfig.settings());
        settings.addAll(List.of(NULL_VALUES, FLUSH_ROWS_MAX, FLUSH_BYTES_MAX, FLUSH_AGE_MAX_MS));
        settings.addAll(SnapshotConfig.settings());
        settings.addAll(List.of(REWIND, RETRY_TIMEOUT_MS));
        return settings;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is refused; the message names key and value
     */
    static DuckDbSinkConfig parse(Map<String, String> properties) {
        Map<String, Object> values = DEFINITION.parse(properties);
        return new DuckDbSinkConfig(
                Objects.requireNonNullElse(properties.get(NAME), ""),
                Integer.parseInt(Objects.requireNonNullElse(properties.get(TASK), "0")),
                DatabaseConfig.of(values),
                WriteConfig.of(values),
                new FlushPolicy(
                        FLUSH_ROWS_MAX.in(values),
                        FLUSH_BYTES_MAX.in(values),
                        Duration.ofMillis(FLUSH_AGE_MAX_MS.in(values))),
                NULL_VALUES.in(values),
                REWIND.in(values),
                Duration.ofMillis(RETRY_TIMEOUT_MS.in(values)));
    }
}
