/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What of a record, beside its value, becomes columns.
 *
 * @param columns in their order
 */
record EnvelopeConfig(List<SideColumn> columns) {
    private static final String GROUP = "Envelope";
    private static final String PREFIX = "kafka_";
    private static final String HEADER = "header:";

    /** How keys are written. */
    enum KeyForm {
        /** In the type they have. */
        NATIVE,
        /** As texts, JSON where they are none. */
        TEXT
    }

    static final Setting<List<String>> COLUMNS = Setting.list(
            GROUP,
            "envelope.columns",
            "",
            "What becomes columns behind those of the value: topic, partition, offset, timestamp, timestamp-type, key,"
                    + " headers (a list of names and values as texts), header:<name> for the last header of a name, as"
                    + " a text. Topic, partition and offset are those before transformations. A column is called"
                    + " kafka_<what>, or as a <name>= before it says, as in kafka_offset=offset,trace=header:trace-id."
                    + " All rows of a record that is a batch have the same.");
    static final Setting<KeyForm> KEY_FORM = Setting.oneOf(
            GROUP,
            "envelope.key.form",
            KeyForm.class,
            KeyForm.NATIVE,
            "The type of the column of keys: native for that of the keys, text for texts as they are, bytes as Base64"
                    + " and anything else as JSON. Keys of several types need several files at a time where they are"
                    + " native.");

    EnvelopeConfig {
        columns = List.copyOf(columns);
    }

    static List<Setting<?>> settings() {
        return List.of(COLUMNS, KEY_FORM);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused
     */
    static EnvelopeConfig of(Map<String, Object> values) {
        List<SideColumn> columns = new ArrayList<>();
        for (String text : COLUMNS.in(values)) {
            int equals = text.indexOf('=');
            String what = text.substring(equals + 1);
            String name = equals > 0
                    ? text.substring(0, equals)
                    : PREFIX + what.replace(HEADER, "").replace('-', '_');
            columns.add(new SideColumn(name, source(what, values)));
        }
        return new EnvelopeConfig(columns);
    }

    private static SideColumn.Source source(String what, Map<String, Object> values) {
        if (what.equals("key")) {
            return new SideColumn.Key(KEY_FORM.in(values) == KeyForm.TEXT);
        }
        if (what.startsWith(HEADER) && what.length() > HEADER.length()) {
            return new SideColumn.OneHeader(what.substring(HEADER.length()));
        }
        SideColumn.Source source = SideColumn.PLAIN.get(what);
        if (source == null) {
            throw COLUMNS.refuse(
                    COLUMNS.in(values),
                    "'" + what + "' is none of topic, partition, offset, timestamp, timestamp-type, key, headers,"
                            + " header:<name>");
        }
        return source;
    }

    /** Whether the schemas of keys make a difference. */
    boolean hasNativeKey() {
        return columns.stream().anyMatch(column -> column.source() instanceof SideColumn.Key key && !key.asText());
    }
}
