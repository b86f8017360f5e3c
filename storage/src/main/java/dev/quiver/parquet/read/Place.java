/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

/** Where in a file the reader is, for its messages. Moves along with one column. */
final class Place {
    private static final int NOWHERE = -1;

    private final String file;
    private final String column;
    private int rowGroup = NOWHERE;
    private int page = NOWHERE;

    private Place(String file, String column) {
        this.file = file;
        this.column = column;
    }

    /** The file as a whole, which is called {@code file}. */
    static Place of(String file) {
        return new Place(file, "");
    }

    /** The leaf column with the dotted path {@code column}. */
    Place column(String path) {
        return new Place(file, path);
    }

    /** Moves to a row group, of which no page has been reached yet. */
    void rowGroup(int newRowGroup) {
        rowGroup = newRowGroup;
        page = NOWHERE;
    }

    /** Moves to a data page of the row group. */
    void page(int newPage) {
        page = newPage;
    }

    MalformedParquetException malformed(String reason) {
        return new MalformedParquetException("could not read " + this + ": " + reason);
    }

    MalformedParquetException malformed(String reason, Throwable cause) {
        return new MalformedParquetException("could not read " + this + ": " + reason, cause);
    }

    UnsupportedParquetException unsupported(String reason) {
        return new UnsupportedParquetException("could not read " + this + ": " + reason);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file);
        if (rowGroup != NOWHERE) {
            text.append(", row group ").append(rowGroup);
        }
        if (!column.isEmpty()) {
            text.append(", column '").append(column).append('\'');
        }
        if (page != NOWHERE) {
            text.append(", page ").append(page);
        }
        return text.toString();
    }
}
