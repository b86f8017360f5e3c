/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet;

import java.util.HashMap;
import java.util.Map;

/**
 * How a Parquet file is laid out.
 *
 * @param profile which encodings the file may use
 * @param column how columns are stored that {@code columns} does not name
 * @param columns how single leaf columns are stored, by their path in the file with dots between the names
 * @param page how column chunks are cut into pages
 * @param rowGroup when row groups end
 * @param file what holds for the file as a whole
 */
public record ParquetOptions(
        Profile profile,
        ColumnOptions column,
        Map<String, ColumnOptions> columns,
        PageOptions page,
        RowGroupOptions rowGroup,
        FileOptions file) {
    /** zstd 3, row groups of 32 MiB, pages of 1 MiB or 20 000 rows. */
    public static final ParquetOptions DEFAULTS = new ParquetOptions(
            Profile.COMPATIBLE, ColumnOptions.DEFAULTS, Map.of(), PageOptions.DEFAULTS, RowGroupOptions.DEFAULTS);

    public ParquetOptions {
        columns = Map.copyOf(columns);
    }

    /** With the defaults for the file as a whole. */
    public ParquetOptions(
            Profile profile,
            ColumnOptions column,
            Map<String, ColumnOptions> columns,
            PageOptions page,
            RowGroupOptions rowGroup) {
        this(profile, column, columns, page, rowGroup, FileOptions.DEFAULTS);
    }

    /** The defaults, but for one codec and the limits of row groups and pages. */
    public ParquetOptions(
            Compression compression, int compressionLevel, long rowGroupBytesMax, int pageBytesMax, int pageRowsMax) {
        this(
                Profile.COMPATIBLE,
                ColumnOptions.DEFAULTS.withCompression(compression, compressionLevel),
                Map.of(),
                new PageOptions(pageBytesMax, pageRowsMax, PageOptions.Version.V1, false),
                new RowGroupOptions(rowGroupBytesMax, RowGroupOptions.DEFAULTS.rowsMax()));
    }

    /** How the leaf column with the dotted path {@code path} is stored. */
    public ColumnOptions column(String path) {
        return columns.getOrDefault(path, column);
    }

    /** The same with another profile. */
    public ParquetOptions withProfile(Profile newProfile) {
        return new ParquetOptions(newProfile, column, columns, page, rowGroup, file);
    }

    /** The same with other options for the columns that have none of their own. */
    public ParquetOptions withColumns(ColumnOptions newColumn) {
        return new ParquetOptions(profile, newColumn, columns, page, rowGroup, file);
    }

    /** The same with other options for the leaf column with the dotted path {@code path}. */
    public ParquetOptions withColumn(String path, ColumnOptions newColumn) {
        Map<String, ColumnOptions> newColumns = new HashMap<>(columns);
        newColumns.put(path, newColumn);
        return new ParquetOptions(profile, column, newColumns, page, rowGroup, file);
    }

    /** The same with other pages. */
    public ParquetOptions withPages(PageOptions newPage) {
        return new ParquetOptions(profile, column, columns, newPage, rowGroup, file);
    }

    /** The same with other row groups. */
    public ParquetOptions withRowGroups(RowGroupOptions newRowGroup) {
        return new ParquetOptions(profile, column, columns, page, newRowGroup, file);
    }

    /** The same with other options for the file as a whole. */
    public ParquetOptions withFile(FileOptions newFile) {
        return new ParquetOptions(profile, column, columns, page, rowGroup, newFile);
    }
}
