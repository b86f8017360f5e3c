/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which directory a row belongs to, and what the files are called.
 *
 * @param partitioner divides rows into directories
 * @param files what files are called
 */
record PartitionConfig(Partitioner partitioner, FileName files) {
    private static final String GROUP = "Partitions";

    static final Setting<List<String>> PARTITION_BY = Setting.list(
            GROUP,
            "partition.by",
            "topic",
            "The directories below the store's prefix, outermost first; empty for none. Each one is topic, partition"
                    + " (the Kafka partition), key, key:<path>, field:<path>, header:<name>, a part of the row's time:"
                    + " year, month, day, hour, minute, date or time:<pattern> as of Java's DateTimeFormatter, a"
                    + " constant text:<text>, or class:<name> for a class of your own that is a Function from"
                    + " SinkRecord to String. With <name>= before it the directory is called so, as in"
                    + " topic,date,hour,land=field:customer.country.");
    static final Setting<PartitionStyle> PARTITION_STYLE = Setting.oneOf(
            GROUP,
            "partition.style",
            PartitionStyle.class,
            PartitionStyle.HIVE,
            "Whether a directory is called name=value, which query engines recognise, or just value. A topic is just"
                    + " its name unless it is given another one.");
    static final Setting<String> PARTITION_TIME = Setting.text(
            GROUP,
            "partition.time",
            "record",
            "Where the time of a row comes from: record for the timestamp that Kafka keeps, field:<path>,"
                    + " header:<name>, or now for the clock of the worker. With now all files of a topic-partition end"
                    + " together where rows are delivered exactly once, since a row read again has another time.");
    static final Setting<TimeScale> PARTITION_TIME_UNIT = Setting.oneOf(
            GROUP,
            "partition.time.unit",
            TimeScale.class,
            TimeScale.MS,
            "The unit of a time that is a number whose type does not tell.");
    static final Setting<String> PARTITION_TIME_ZONE = Setting.text(
            GROUP,
            "partition.time.zone",
            "UTC",
            "The time zone of directories and file names, and of texts that tell a time without a zone, such as"
                    + " Europe/Prague.");
    static final Setting<String> PARTITION_TIME_LOCALE = Setting.text(
            GROUP, "partition.time.locale", "en-US", "The language of the names of months and days, such as cs-CZ.");
    static final Setting<String> FILE_NAME = Setting.text(
            GROUP,
            "file.name",
            FileName.DEFAULT,
            "What files are called, without their end, .parquet or .arrow: {topic}, {partition}, {first} and {last},"
                    + " the offsets of the first and the last row, must be there; {rows} may be, and so may, behind the"
                    + " topic, the partition and a + or ~, {time:<pattern>}, the timestamp of the first record."
                    + " {first:10} has at least ten digits, otherwise an offset has 20.");

    /** All settings. */
    static List<Setting<?>> settings() {
        List<Setting<?>> settings = new ArrayList<>(deciding());
        settings.add(FILE_NAME);
        return settings;
    }

    /** The settings that decide which directory a row belongs to. */
    static List<Setting<?>> deciding() {
        return List.of(
                PARTITION_BY,
                PARTITION_STYLE,
                PARTITION_TIME,
                PARTITION_TIME_UNIT,
                PARTITION_TIME_ZONE,
                PARTITION_TIME_LOCALE);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused, or two do not fit together
     */
    static PartitionConfig of(Map<String, Object> values, Map<String, String> properties) {
        ZoneId zone = zone(values);
        Locale locale = locale(values);
        PartitionContext context =
                new PartitionContext(PARTITION_STYLE.in(values), time(values, zone), zone, locale, properties);
        String name = FILE_NAME.in(values);
        try {
            return new PartitionConfig(
                    partitioner(values, context),
                    FileName.parse(name, zone, locale, ParquetSinkConfig.FORMAT.in(values)));
        } catch (IllegalArgumentException e) {
            throw FILE_NAME.refuse(name, String.valueOf(e.getMessage()));
        }
    }

    private static ZoneId zone(Map<String, Object> values) {
        String text = PARTITION_TIME_ZONE.in(values);
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw PARTITION_TIME_ZONE.refuse(text, String.valueOf(e.getMessage()));
        }
    }

    private static Locale locale(Map<String, Object> values) {
        String text = PARTITION_TIME_LOCALE.in(values);
        try {
            return new Locale.Builder().setLanguageTag(text).build();
        } catch (IllformedLocaleException e) {
            throw PARTITION_TIME_LOCALE.refuse(text, String.valueOf(e.getMessage()));
        }
    }

    private static RowTime time(Map<String, Object> values, ZoneId zone) {
        String text = PARTITION_TIME.in(values);
        try {
            return RowTime.parse(text, PARTITION_TIME_UNIT.in(values).unit(), zone);
        } catch (IllegalArgumentException e) {
            throw PARTITION_TIME.refuse(text, String.valueOf(e.getMessage()));
        }
    }

    private static Partitioner partitioner(Map<String, Object> values, PartitionContext context) {
        List<PartitionTerm> terms = new ArrayList<>();
        for (String text : PARTITION_BY.in(values)) {
            try {
                terms.add(PartitionTerm.parse(text, context));
            } catch (IllegalArgumentException e) {
                throw PARTITION_BY.refuse(PARTITION_BY.in(values), String.valueOf(e.getMessage()));
            }
        }
        requireDistinct(terms, values);
        return new Partitioner(terms);
    }

    /** Two directory levels of one name would leave a reader to guess which of them is the column. */
    private static void requireDistinct(List<PartitionTerm> terms, Map<String, Object> values) {
        Set<String> names = new HashSet<>();
        for (PartitionTerm term : terms) {
            if (!names.add(term.name())) {
                throw PARTITION_BY.refuse(
                        PARTITION_BY.in(values), "two directory levels would be called '" + term.name() + "'");
            }
        }
    }

    /** Which files end together where rows are delivered exactly once. */
    Ending ending() {
        return partitioner.followsFromRecord() ? Ending.OUTPUT_PARTITION : Ending.TOPIC_PARTITION;
    }
}
