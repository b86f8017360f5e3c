/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static dev.quiver.source.merge.engine.ColumnKind.BYTES;
import static dev.quiver.source.merge.engine.ColumnKind.INTEGER;

import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.JoinSpec;
import dev.quiver.source.merge.engine.TableSpec;
import dev.quiver.source.merge.engine.TreeSpec;
import java.util.ArrayList;
import java.util.List;

/** The columns of spans, of their events and of their links. */
final class SpanColumns {
    static final int DURATION = RootColumns.COUNT;
    static final int TRACE_STATE = RootColumns.COUNT + 1;
    static final int PARENT_SPAN_ID = RootColumns.COUNT + 2;
    static final int NAME = RootColumns.COUNT + 3;
    static final int KIND = RootColumns.COUNT + 4;
    static final int DROPPED_EVENTS = RootColumns.COUNT + 5;
    static final int DROPPED_LINKS = RootColumns.COUNT + 6;
    static final int STATUS_CODE = RootColumns.COUNT + 7;
    static final int STATUS_MESSAGE = RootColumns.COUNT + 8;
    static final int FLAGS = RootColumns.COUNT + 9;

    /** The joins behind those that every root has. */
    static final int EVENTS = 3;

    static final int LINKS = 4;

    /** The columns of events and links: their own id, and the one of their span. */
    static final int CHILD_ID = 0;

    static final int CHILD_PARENT_ID = 1;
    static final int CHILD_DROPPED = 2;
    static final int EVENT_TIME = 3;
    static final int EVENT_NAME = 4;
    static final int LINK_TRACE_ID = 3;
    static final int LINK_SPAN_ID = 4;
    static final int LINK_TRACE_STATE = 5;
    static final int LINK_FLAGS = 6;

    private SpanColumns() {}

    static TreeSpec tree() {
        List<ColumnSpec> columns = new ArrayList<>(RootColumns.specs("start_time_unix_nano"));
        columns.add(new ColumnSpec("duration_time_unix_nano", INTEGER));
        columns.add(new ColumnSpec("trace_state", BYTES));
        columns.add(new ColumnSpec("parent_span_id", BYTES));
        columns.add(new ColumnSpec("name", BYTES));
        columns.add(new ColumnSpec("kind", INTEGER));
        columns.add(new ColumnSpec("dropped_events_count", INTEGER));
        columns.add(new ColumnSpec("dropped_links_count", INTEGER));
        columns.add(new ColumnSpec("status.code", INTEGER));
        columns.add(new ColumnSpec("status.status_message", BYTES));
        columns.add(new ColumnSpec("flags", INTEGER));
        List<JoinSpec> joins = RootColumns.joins("span_attrs");
        joins.add(child("span_events", "span_event_attrs", eventColumns()));
        joins.add(child("span_links", "span_link_attrs", linkColumns()));
        return new TreeSpec(RootColumns.table("spans", columns), RootColumns.TIME, joins);
    }

    private static JoinSpec child(String name, String attributes, List<ColumnSpec> columns) {
        TableSpec table = new TableSpec(name, columns, CHILD_ID, CHILD_PARENT_ID);
        JoinSpec below = new JoinSpec(AttributeColumns.table(attributes), CHILD_ID, false);
        return new JoinSpec(table, RootColumns.ID, false, List.of(below));
    }

    private static List<ColumnSpec> eventColumns() {
        List<ColumnSpec> columns = childColumns();
        columns.add(new ColumnSpec("time_unix_nano", INTEGER));
        columns.add(new ColumnSpec("name", BYTES));
        return columns;
    }

    private static List<ColumnSpec> linkColumns() {
        List<ColumnSpec> columns = childColumns();
        columns.add(new ColumnSpec("trace_id", BYTES));
        columns.add(new ColumnSpec("span_id", BYTES));
        columns.add(new ColumnSpec("trace_state", BYTES));
        columns.add(new ColumnSpec("flags", INTEGER));
        return columns;
    }

    private static List<ColumnSpec> childColumns() {
        List<ColumnSpec> columns = new ArrayList<>();
        columns.add(new ColumnSpec("id", INTEGER));
        columns.add(new ColumnSpec("parent_id", INTEGER));
        columns.add(new ColumnSpec("dropped_attributes_count", INTEGER));
        return columns;
    }
}
