/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.sink.parquet;

import dev.quiver.connect.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What becomes of change events.
 *
 * @param columns what is kept of an event beside its row
 */
record CdcConfig(Events events, Deletes deletes, List<SideColumn> columns) {
    private static final String GROUP = "Change events";

    /** What rows are made of. */
    enum Events {
        /** Of the events as they are. */
        KEEP,
        /** Of the rows within them. */
        UNWRAP
    }

    /** What becomes of deleted rows. */
    enum Deletes {
        /** They are written as they were before, and a column tells that they were deleted. */
        WRITE,
        /** They are passed over. */
        IGNORE
    }

    static final Setting<Events> EVENTS = Setting.oneOf(
            GROUP,
            "cdc.events",
            Events.class,
            Events.KEEP,
            "What becomes of change events as Debezium makes them, structs with before, after and op: keep writes them"
                    + " as they are; unwrap writes the row after the change, and for a delete the one before."
                    + " Truncations and messages are then passed over.");
    static final Setting<Deletes> DELETES = Setting.oneOf(
            GROUP,
            "cdc.deletes",
            Deletes.class,
            Deletes.WRITE,
            "What becomes of deleted rows where events are unwrapped: write or ignore. An event without the row before"
                    + " is one that cannot be written.");
    static final Setting<List<String>> COLUMNS = Setting.list(
            GROUP,
            "cdc.columns",
            "op,deleted",
            "Fields of an unwrapped event that become columns beside those of its row: op, ts_ms, before, source.lsn or"
                    + " any other path, and deleted for whether the row was deleted. The column of source.lsn is called"
                    + " __source_lsn, or as a <name>= before the path says.");

    CdcConfig {
        columns = List.copyOf(columns);
    }

    static List<Setting<?>> settings() {
        return List.of(EVENTS, DELETES, COLUMNS);
    }

    /**
     * Reads the settings.
     *
     * @throws dev.quiver.connect.SettingException if a value is refused
     */
    static CdcConfig of(Map<String, Object> values) {
        Events events = EVENTS.in(values);
        List<SideColumn> columns = new ArrayList<>();
        for (String text : COLUMNS.in(values)) {
            columns.add(column(text, values));
        }
        return new CdcConfig(events, DELETES.in(values), events == Events.KEEP ? List.of() : columns);
    }

    private static SideColumn column(String text, Map<String, Object> values) {
        int equals = text.indexOf('=');
        try {
            FieldPath path = FieldPath.parse(text.substring(equals + 1));
            String name = equals > 0 ? text.substring(0, equals) : "__" + String.join("_", path.names());
            return new SideColumn(name, new SideColumn.EventField(path));
        } catch (IllegalArgumentException e) {
            throw COLUMNS.refuse(COLUMNS.in(values), String.valueOf(e.getMessage()));
        }
    }
}
