/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a file is read.
 *
 * @param columns the columns and groups, by their paths in the file with dots between the names; null for all. Columns
 *     come in the order of the file, maps as a whole
 * @param rows the rows, counted from the first row of the file on; null for all. Rows past the end are not there
 * @param filter what rows must fulfil that are wanted; null for all. Others may come as well
 * @param encoded the paths of columns of texts or byte strings that come as ids of dictionaries, those of the file
 *     where it has some
 */
public record ReadRequest(
        @Nullable List<String> columns,
        @Nullable List<RowRange> rows,
        @Nullable Filter filter,
        List<String> encoded) {
    /** All rows of all columns. */
    public static final ReadRequest ALL = new ReadRequest(null, null, null, List.of());

    public ReadRequest {
        columns = columns == null ? null : List.copyOf(columns);
        rows = rows == null ? null : List.copyOf(RowRange.merged(rows));
        encoded = List.copyOf(encoded);
    }

    /** The same of these columns only. */
    public ReadRequest withColumns(List<String> newColumns) {
        return new ReadRequest(newColumns, rows, filter, encoded);
    }

    /** The same of these rows only. */
    public ReadRequest withRows(List<RowRange> newRows) {
        return new ReadRequest(columns, newRows, filter, encoded);
    }

    /** The same without row groups and pages in which no row fulfils {@code newFilter}. */
    public ReadRequest withFilter(Filter newFilter) {
        return new ReadRequest(columns, rows, newFilter, encoded);
    }

    /** The same with these columns as ids of dictionaries. */
    public ReadRequest withEncoded(List<String> newEncoded) {
        return new ReadRequest(columns, rows, filter, newEncoded);
    }
}
