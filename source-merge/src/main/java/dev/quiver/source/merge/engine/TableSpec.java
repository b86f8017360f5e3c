/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import java.util.List;

/**
 * A table.
 *
 * @param name of the directory that has its files
 * @param columns in the order in which {@link TableBatch#column} counts them
 * @param key which column identifies a row, {@value #NONE} if none does
 * @param parent which column has the key of the parent's row, {@value #NONE} for a root
 */
public record TableSpec(String name, List<ColumnSpec> columns, int key, int parent) {
    /** No such column. */
    public static final int NONE = -1;

    public TableSpec {
        columns = List.copyOf(columns);
    }

    /** The column by which files are put in order and rows are found. */
    int orderColumn() {
        return parent == NONE ? key : parent;
    }
}
