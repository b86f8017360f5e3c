/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.otel;

import dev.quiver.source.merge.engine.ColumnKind;
import dev.quiver.source.merge.engine.ColumnSpec;
import dev.quiver.source.merge.engine.TableSpec;
import java.util.ArrayList;
import java.util.List;

/** The columns of a table of attributes. */
final class AttributeColumns {
    static final int PARENT_ID = 0;
    static final int KEY = 1;
    static final ValueColumns VALUE = new ValueColumns(2);

    private AttributeColumns() {}

    static TableSpec table(String name) {
        List<ColumnSpec> columns = new ArrayList<>();
        columns.add(new ColumnSpec("parent_id", ColumnKind.INTEGER));
        columns.add(new ColumnSpec("key", ColumnKind.BYTES));
        columns.addAll(ValueColumns.specs(""));
        return new TableSpec(name, columns, TableSpec.NONE, PARENT_ID);
    }
}
