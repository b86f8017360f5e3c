/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static dev.quiver.source.merge.engine.ColumnKind.BYTES;
import static dev.quiver.source.merge.engine.ColumnKind.INTEGER;

import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.JoinSpec;
import dev.quiver.source.merge.engine.TableSpec;
import java.util.ArrayList;
import java.util.List;

/** The columns with which every root begins, and the tables that every root has. */
final class RootColumns {
    static final int ID = 0;
    static final int RESOURCE_ID = 1;
    static final int RESOURCE_SCHEMA_URL = 2;
    static final int RESOURCE_DROPPED = 3;
    static final int SCOPE_ID = 4;
    static final int SCOPE_NAME = 5;
    static final int SCOPE_VERSION = 6;
    static final int SCOPE_DROPPED = 7;
    static final int SCHEMA_URL = 8;
    static final int TRACE_ID = 9;
    static final int SPAN_ID = 10;
    static final int DROPPED = 11;
    static final int TIME = 12;

    /** Columns that every root has. */
    static final int COUNT = 13;

    /** The children that every root has, in the order of its joins. */
    static final int ATTRIBUTES = 0;

    static final int RESOURCES = 1;
    static final int SCOPES = 2;

    private RootColumns() {}

    static List<ColumnSpec> specs(String time) {
        return List.of(
                new ColumnSpec("id", INTEGER),
                new ColumnSpec("resource.id", INTEGER),
                new ColumnSpec("resource.schema_url", BYTES),
                new ColumnSpec("resource.dropped_attributes_count", INTEGER),
                new ColumnSpec("scope.id", INTEGER),
                new ColumnSpec("scope.name", BYTES),
                new ColumnSpec("scope.version", BYTES),
                new ColumnSpec("scope.dropped_attributes_count", INTEGER),
                new ColumnSpec("schema_url", BYTES),
                new ColumnSpec("trace_id", BYTES),
                new ColumnSpec("span_id", BYTES),
                new ColumnSpec("dropped_attributes_count", INTEGER),
                new ColumnSpec(time, INTEGER));
    }

    static List<JoinSpec> joins(String attributes) {
        List<JoinSpec> joins = new ArrayList<>();
        joins.add(new JoinSpec(AttributeColumns.table(attributes), ID, false));
        joins.add(new JoinSpec(AttributeColumns.table("resource_attrs"), RESOURCE_ID, true));
        joins.add(new JoinSpec(AttributeColumns.table("scope_attrs"), SCOPE_ID, true));
        return joins;
    }

    static TableSpec table(String name, List<ColumnSpec> columns) {
        return new TableSpec(name, columns, ID, TableSpec.NONE);
    }
}
