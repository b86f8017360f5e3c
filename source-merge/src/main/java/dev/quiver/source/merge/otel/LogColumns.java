/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import static dev.quiver.source.merge.engine.ColumnKind.BYTES;
import static dev.quiver.source.merge.engine.ColumnKind.INTEGER;

import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.TreeSpec;
import java.util.ArrayList;
import java.util.List;

/** The columns of logs. */
final class LogColumns {
    static final int OBSERVED = RootColumns.COUNT;
    static final int SEVERITY_NUMBER = RootColumns.COUNT + 1;
    static final int SEVERITY_TEXT = RootColumns.COUNT + 2;
    static final int EVENT_NAME = RootColumns.COUNT + 3;
    static final int FLAGS = RootColumns.COUNT + 4;
    static final ValueColumns BODY = new ValueColumns(RootColumns.COUNT + 5);

    private LogColumns() {}

    static TreeSpec tree() {
        List<ColumnSpec> columns = new ArrayList<>(RootColumns.specs("time_unix_nano"));
        columns.add(new ColumnSpec("observed_time_unix_nano", INTEGER));
        columns.add(new ColumnSpec("severity_number", INTEGER));
        columns.add(new ColumnSpec("severity_text", BYTES));
        columns.add(new ColumnSpec("event_name", BYTES));
        columns.add(new ColumnSpec("flags", INTEGER));
        columns.addAll(ValueColumns.specs("body."));
        return new TreeSpec(RootColumns.table("logs", columns), RootColumns.TIME, RootColumns.joins("log_attrs"));
    }
}
