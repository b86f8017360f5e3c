/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;

/**
 * Where the data pages of a column chunk are, from its offset index.
 *
 * @param offsets of each page in the file
 * @param sizes bytes of each page with its header
 * @param firstRows the row of the row group that each page begins with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PageLocations(long[] offsets, int[] sizes, long[] firstRows) {
    /** The locations in {@code index}, of a chunk in the bytes {@code start} to {@code end} and of {@code rowCount}. */
    static PageLocations of(OffsetIndex index, long start, long end, long rowCount, Place place)
            throws MalformedParquetException {
        List<PageLocation> pages = index.getPage_locations();
        long[] offsets = new long[pages.size()];
        int[] sizes = new int[pages.size()];
        long[] firstRows = new long[pages.size()];
        long lastEnd = start;
        for (int page = 0; page < offsets.length; page++) {
            PageLocation location = pages.get(page);
            offsets[page] = location.getOffset();
            sizes[page] = location.getCompressed_page_size();
            firstRows[page] = location.getFirst_row_index();
            boolean isBehind = page == 0 ? firstRows[0] == 0 : firstRows[page] > firstRows[page - 1];
            boolean fits = offsets[page] >= lastEnd && sizes[page] > 0 && sizes[page] <= end - offsets[page];
            if (!isBehind || !fits || firstRows[page] >= rowCount) {
                throw place.malformed("its offset index has page " + page + " at " + offsets[page] + " with "
                        + sizes[page] + " bytes from row " + firstRows[page] + " on, which cannot be");
            }
            lastEnd = offsets[page] + sizes[page];
        }
        if (offsets.length == 0 && rowCount > 0) {
            throw place.malformed("its offset index has no page");
        }
        return new PageLocations(offsets, sizes, firstRows);
    }

    int count() {
        return offsets.length;
    }

    /** The page that {@code row} is in. */
    int pageOf(long row) {
        int found = Arrays.binarySearch(firstRows, row);
        return found >= 0 ? found : -found - 2;
    }

    /** One past the last row of {@code page}, in a row group of {@code rowCount}. */
    long endRow(int page, long rowCount) {
        return page + 1 < firstRows.length ? firstRows[page + 1] : rowCount;
    }
}
