/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The configuration of a Parquet sink.
 *
 * @param delivery how often a row can be read in the end
 * @param memory what one task may take
 * @param filesInFlightMax files that one task publishes at the same time
 * @param storePatience how long a poll waits for the store
 * @param retryTimeout how long a failing store is borne before the task fails
 */
record ParquetSinkConfig(
        StoreConfig store,
        DeliveryConfig delivery,
        Partitioner partitioner,
        FlushPolicy flush,
        SchemaCompatibility compatibility,
        FileFormat format,
        ParquetConfig parquet,
        ArrowConfig arrow,
        RecordConfig records,
        MemoryConfig memory,
        int filesInFlightMax,
        Duration storePatience,
        Duration retryTimeout) {
    static final Setting<FileFormat> FORMAT = Setting.oneOf(
            "Files",
            "format",
            FileFormat.class,
            FileFormat.PARQUET,
            "What files are: parquet, or arrow for Arrow IPC files, which are faster to write and read and larger.");
    static final Setting<DeliveryGuarantee> DELIVERY_GUARANTEE = Setting.oneOf(
            "Delivery",
            "delivery.guarantee",
            DeliveryGuarantee.class,
            DeliveryGuarantee.EXACTLY_ONCE,
            "How often a row can be read in the end, whatever fails. Exactly once needs a store that honours"
                    + " the conditions of writes, and keeps a small ledger for each topic-partition below _quiver/. At"
                    + " least once takes fewer requests for small files.");
    static final Setting<Boolean> FLUSH_ON_CLOSE = Setting.flag(
            "Delivery",
            "flush.on.close",
            false,
            "Whether all files end, full or not, when a topic-partition moves to another task or the connector stops;"
                    + " exactly-once only. It makes small files, but none of the ledgers then holds to the present"
                    + " partitions, transformations and converters: set it before changing them.");
    static final Setting<Long> FLUSH_ROWS_MAX = Setting.atLeast(
            "Files",
            "flush.rows.max",
            1,
            1_000_000,
            "Rows of one file; it ends with exactly that many, or after the record that has more of them at once.");
    static final Setting<Long> FLUSH_BYTES_MAX =
            Setting.atLeast("Files", "flush.bytes.max", 1, 128L << 20, "Compressed bytes after which a file ends.");
    static final Setting<Long> FLUSH_AGE_MAX_MS = Setting.atLeast(
            "Files",
            "flush.age.max.ms",
            1,
            300_000,
            "Milliseconds after its first row came when a file ends, whether or not more records come.");

    static final Setting<Long> FLUSH_SPAN_MAX_MS = Setting.atLeast(
            "Files",
            "flush.span.max.ms",
            0,
            0,
            "Milliseconds of record time, by the timestamps that Kafka keeps, that a file may have: 3600000 ends files"
                    + " when the hour of their first record is over. 0 for no end.");
    static final Setting<Long> FLUSH_SPAN_LATENESS_MS = Setting.atLeast(
            "Files",
            "flush.span.lateness.ms",
            0,
            0,
            "Milliseconds of record time that such a file waits for late records after its end.");
    static final Setting<SchemaCompatibility> SCHEMA_COMPATIBILITY = Setting.oneOf(
            "Files",
            "schema.compatibility",
            SchemaCompatibility.class,
            SchemaCompatibility.NONE,
            "Which schemas of one topic and name share files: none; backward, where rows of older schemas get the"
                    + " columns of newer ones as nulls or defaults; forward, where rows of newer ones lose the columns"
                    + " they added; full, both; union, where files have all columns of all schemas, in the widest"
                    + " types. Rows that fit nowhere have files of their own, which are open at the same time. Arrow"
                    + " batches always have. All but none need exactly-once.");

    static final Setting<Integer> BATCH_ROWS_MAX = Setting.number(
            "Limits", "batch.rows.max", 1, 1_000_000, 10_000, "Rows that are gathered before they are encoded.");
    static final Setting<Long> MEMORY_BYTES_MAX = Setting.atLeast(
            "Limits",
            "memory.max.bytes",
            32L << 20,
            256L << 20,
            "Heap bytes that the gathered rows and unpublished files of one task may take; beyond it pages of the"
                    + " largest files go to a local file, and where that has no room row groups and files end early.");
    static final Setting<Long> SPILL_BYTES_MAX = Setting.atLeast(
            "Limits",
            "spill.max.bytes",
            0,
            4L << 30,
            "Bytes of the local file of one task for pages of open files that the heap has no room for; 0 for none.");
    static final Setting<String> SPILL_DIRECTORY = Setting.optional(
            "Limits", "spill.directory", "Where that file lies; empty for the directory of Java's temporary files.");
    static final Setting<Integer> FILES_IN_FLIGHT_MAX = Setting.number(
            "Limits", "files.in.flight.max", 1, 256, 16, "Files that one task publishes at the same time.");
    static final Setting<Long> STORE_WAIT_MAX_MS = Setting.atLeast(
            "Limits",
            "store.wait.max.ms",
            1,
            60_000,
            "Milliseconds that a poll waits for files on their way into the store. When it takes longer the consumer is"
                    + " paused until the store has caught up. Keep it well below max.poll.interval.ms.");
    static final Setting<Long> RETRY_TIMEOUT_MS = Setting.atLeast(
            "Limits",
            "retry.timeout.ms",
            0,
            600_000,
            "Milliseconds for which a store may go on failing before the task fails.");

    /** Where every worker puts the name of the connector; the worker itself declares and checks it. */
    private static final String NAME = "name";

    static final ConfigDef DEFINITION = Setting.define(settings());

    private static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(StoreConfig.settings());
        settings.addAll(List.of(DELIVERY_GUARANTEE, FLUSH_ON_CLOSE));
        settings.addAll(PartitionConfig.settings());
        settings.addAll(List.of(
                FLUSH_ROWS_MAX,
                FLUSH_BYTES_MAX,
                FLUSH_AGE_MAX_MS,
                FLUSH_SPAN_MAX_MS,
                FLUSH_SPAN_LATENESS_MS,
                SCHEMA_COMPATIBILITY));
        settings.add(FORMAT);
        settings.addAll(ParquetConfig.settings());
        settings.addAll(ArrowConfig.settings());
        settings.addAll(RecordConfig.settings());
        settings.addAll(List.of(
                BATCH_ROWS_MAX,
                MEMORY_BYTES_MAX,
                SPILL_BYTES_MAX,
                SPILL_DIRECTORY,
                FILES_IN_FLIGHT_MAX,
                STORE_WAIT_MAX_MS,
                RETRY_TIMEOUT_MS));
        return settings;
    }

    /**
     * Reads a configuration.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a value is refused; the message names key and value
     */
    static ParquetSinkConfig parse(Map<String, String> properties) {
        String connector = properties.get(NAME);
        Map<String, Object> values = DEFINITION.parse(properties);
        PartitionConfig partitions = PartitionConfig.of(values, properties);
        List<Setting<?>> deciding = new ArrayList<>(PartitionConfig.deciding());
        deciding.add(RecordConfig.REPLACE_NULL_WITH_DEFAULT);
        deciding.addAll(RecordConfig.deciding());
        String layout = Layout.of(deciding, values, properties);
        return of(delivery(connector == null ? "" : connector, layout, partitions, values), partitions, values);
    }

    /** Names of files tell their rows apart only as long as these follow from topic, offsets and schema. */
    private static SchemaCompatibility compatibility(Map<String, Object> values) {
        SchemaCompatibility compatibility = SCHEMA_COMPATIBILITY.in(values);
        if (compatibility != SchemaCompatibility.NONE
                && DELIVERY_GUARANTEE.in(values) != DeliveryGuarantee.EXACTLY_ONCE) {
            throw SCHEMA_COMPATIBILITY.refuse(
                    Setting.nameOf(compatibility),
                    "needs " + DELIVERY_GUARANTEE.key() + "=exactly-once: a file written again could replace one that"
                            + " has more rows");
        }
        return compatibility;
    }

    private static DeliveryConfig delivery(
            String connector, String layout, PartitionConfig partitions, Map<String, Object> values) {
        DeliveryGuarantee guarantee = DELIVERY_GUARANTEE.in(values);
        boolean flushes = FLUSH_ON_CLOSE.in(values);
        if (flushes && guarantee != DeliveryGuarantee.EXACTLY_ONCE) {
            throw FLUSH_ON_CLOSE.refuse(
                    true, "would double rows where " + DELIVERY_GUARANTEE.key() + " is not exactly-once");
        }
        return new DeliveryConfig(
                guarantee,
                connector,
                layout,
                flushes,
                partitions.ending(),
                partitions.files(),
                FileTags.Plan.of(values));
    }

    private static ParquetSinkConfig of(
            DeliveryConfig delivery, PartitionConfig partitions, Map<String, Object> values) {
        return new ParquetSinkConfig(
                StoreConfig.of(values),
                delivery,
                partitions.partitioner(),
                new FlushPolicy(
                        FLUSH_ROWS_MAX.in(values),
                        FLUSH_BYTES_MAX.in(values),
                        Duration.ofMillis(FLUSH_AGE_MAX_MS.in(values)),
                        new FlushPolicy.Span(FLUSH_SPAN_MAX_MS.in(values), FLUSH_SPAN_LATENESS_MS.in(values))),
                compatibility(values),
                format(values),
                ParquetConfig.of(values),
                ArrowConfig.of(values),
                RecordConfig.of(values, delivery.guarantee()),
                memory(values),
                FILES_IN_FLIGHT_MAX.in(values),
                Duration.ofMillis(STORE_WAIT_MAX_MS.in(values)),
                Duration.ofMillis(RETRY_TIMEOUT_MS.in(values)));
    }

    private static FileFormat format(Map<String, Object> values) {
        FileFormat format = FORMAT.in(values);
        if (format == FileFormat.ARROW && !ParquetConfig.SORT_BY.in(values).isEmpty()) {
            throw ParquetConfig.SORT_BY.refuse(ParquetConfig.SORT_BY.in(values), "is for files in format=parquet");
        }
        String footerKey = EncryptionConfig.FOOTER_KEY.in(values);
        if (format == FileFormat.ARROW && !footerKey.isEmpty()) {
            throw EncryptionConfig.FOOTER_KEY.refuse(footerKey, "cannot be kept: Arrow files are never encrypted");
        }
        return format;
    }

    private static MemoryConfig memory(Map<String, Object> values) {
        String directory = SPILL_DIRECTORY.in(values);
        try {
            return new MemoryConfig(
                    MEMORY_BYTES_MAX.in(values),
                    BATCH_ROWS_MAX.in(values),
                    Path.of(directory.isEmpty() ? System.getProperty("java.io.tmpdir") : directory),
                    SPILL_BYTES_MAX.in(values));
        } catch (InvalidPathException e) {
            throw SPILL_DIRECTORY.refuse(directory, "is no path: " + e.getReason());
        }
    }
}
