/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge;

import dev.quiver.connect.Setting;
import dev.quiver.source.merge.otel.ValueFormat;
import java.util.List;
import java.util.Map;

/**
 * What records are.
 *
 * @param topic where they go
 * @param orphansTopic where children without a parent go
 * @param format what their values are
 * @param attributes how structs have attributes
 * @param key what their keys are
 * @param timestamp which time they have
 * @param headers whether they say where they come from
 * @param rowsMax rows in one record
 * @param bytesMax bytes of one value
 */
record RecordConfig(
        TopicTemplate topic,
        String orphansTopic,
        ValueFormat format,
        ValueFormat.Attributes attributes,
        KeySource key,
        Timestamp timestamp,
        boolean headers,
        int rowsMax,
        int bytesMax) {
    /** Which time records have. */
    enum Timestamp {
        /** That of the row. */
        TIME,
        /** When it was observed. */
        OBSERVED,
        /** That of sending. */
        NOW
    }

    private static final String GROUP = "Records";
    /** Ids within one message have 16 bits. */
    private static final int ROWS_LIMIT = 65_535;

    private static final Setting<String> TOPIC = Setting.required(
            GROUP,
            "topic",
            "The topic, in which {resource:NAME} and {attribute:NAME} stand for attributes and {part} for the"
                    + " partition of the files; with a dollar sign before them as well.");
    private static final Setting<String> TOPIC_MISSING = Setting.text(
            GROUP, "topic.missing", "unknown", "What stands in the topic for an attribute that a row does not have.");
    private static final Setting<ValueFormat> FORMAT = Setting.oneOf(
            GROUP,
            "value.format",
            ValueFormat.class,
            ValueFormat.STRUCT,
            "What values are: a Connect struct for any converter, or for org.apache.kafka.connect.converters."
                    + "ByteArrayConverter an OTLP export request (otlp-proto, otlp-json), the message"
                    + " BatchArrowRecords (otap-proto), or a flat Arrow IPC stream (arrow-ipc).");
    private static final Setting<ValueFormat.Attributes> ATTRIBUTES = Setting.oneOf(
            GROUP,
            "struct.attributes",
            ValueFormat.Attributes.class,
            ValueFormat.Attributes.MAP,
            "How a struct has attributes: a map, in which the last one of several with the same key counts, or a list"
                    + " with all of them in their order.");
    private static final Setting<String> KEY = Setting.text(
            GROUP,
            "key.source",
            "none",
            "What keys of records are: none, trace-id, part-id, resource:NAME or attribute:NAME.");
    private static final Setting<Timestamp> TIMESTAMP = Setting.oneOf(
            GROUP,
            "timestamp.source",
            Timestamp.class,
            Timestamp.TIME,
            "Which time records have: that of the row, when it was observed, or now.");
    private static final Setting<Boolean> HEADERS = Setting.flag(
            GROUP,
            "headers.provenance",
            false,
            "Whether headers say which partition, file and row a record comes from.");
    private static final Setting<Integer> ROWS_MAX = Setting.number(
            GROUP,
            "message.records.max",
            1,
            ROWS_LIMIT,
            500,
            "Rows in one record; a struct always has one. Rows with different keys or topics never share one.");
    private static final Setting<Integer> BYTES_MAX = Setting.number(
            GROUP,
            "message.max.bytes",
            1024,
            Integer.MAX_VALUE,
            900_000,
            "Bytes of a value; with more it has fewer rows. A single row that is larger is sent as it is.");

    static List<Setting<?>> settings() {
        return List.of(TOPIC, TOPIC_MISSING, FORMAT, ATTRIBUTES, KEY, TIMESTAMP, HEADERS, ROWS_MAX, BYTES_MAX);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused
     */
    static RecordConfig of(Map<String, Object> values) {
        return new RecordConfig(
                topic(values),
                MergeSourceConfig.ORPHANS_TOPIC.in(values),
                FORMAT.in(values),
                ATTRIBUTES.in(values),
                key(values),
                TIMESTAMP.in(values),
                HEADERS.in(values),
                ROWS_MAX.in(values),
                BYTES_MAX.in(values));
    }

    private static TopicTemplate topic(Map<String, Object> values) {
        String text = TOPIC.in(values);
        try {
            return TopicTemplate.parse(text, TOPIC_MISSING.in(values));
        } catch (IllegalArgumentException e) {
            throw TOPIC.refuse(text, String.valueOf(e.getMessage()));
        }
    }

    private static KeySource key(Map<String, Object> values) {
        String text = KEY.in(values);
        try {
            return KeySource.parse(text);
        } catch (IllegalArgumentException e) {
            throw KEY.refuse(text, String.valueOf(e.getMessage()));
        }
    }
}
