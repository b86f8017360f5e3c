/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.parquet.read;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnIndex;
import org.jspecify.annotations.Nullable;

/** What the page indexes of one row group say of the values of its pages. */
final class PageBounds {
    private final FileLayout layout;
    private final PageIndexes indexes;
    private final int rowGroup;
    private final Place place;

    PageBounds(FileLayout layout, PageIndexes indexes, int rowGroup, Place place) {
        this.layout = layout;
        this.indexes = indexes;
        this.rowGroup = rowGroup;
        this.place = place;
    }

    long rowCount() {
        return layout.rowCount(rowGroup);
    }

    /** The bounds of each page of {@code leaf}, or null if they are not known. */
    @Nullable
    List<ValueBounds> of(ParquetNode leaf) throws MalformedParquetException {
        ColumnIndex index = indexes.bounds(leaf.leaf());
        PageLocations locations = indexes.locations(leaf.leaf(), place);
        if (index == null || locations == null || !isComplete(index, locations.count())) {
            return null;
        }
        List<ValueBounds> pages = new ArrayList<>();
        for (int page = 0; page < locations.count(); page++) {
            pages.add(bounds(leaf, index, page));
        }
        return pages;
    }

    private static boolean isComplete(ColumnIndex index, int pageCount) {
        return index.getNull_pagesSize() == pageCount
                && index.getMin_valuesSize() == pageCount
                && index.getMax_valuesSize() == pageCount
                && (!index.isSetNull_counts() || index.getNull_countsSize() == pageCount);
    }

    private static ValueBounds bounds(ParquetNode leaf, ColumnIndex index, int page) {
        boolean hasNulls = !index.isSetNull_counts() || index.getNull_counts().get(page) != 0;
        if (index.getNull_pages().get(page)) {
            return new ValueBounds(null, null, false, true);
        }
        ValueBounds bounds = new ValueBounds(
                key(leaf, index.getMin_values().get(page)),
                key(leaf, index.getMax_values().get(page)),
                true,
                hasNulls);
        return bounds.consistent(ValueOrder.of(leaf));
    }

    private static @Nullable Object key(ParquetNode leaf, ByteBuffer bound) {
        PhysicalType physical = leaf.physical();
        return physical == null ? null : ValueOrder.of(leaf).bound(physical, bound);
    }

    /** The rows of page {@code page} of {@code leaf}. */
    RowRange rows(ParquetNode leaf, int page) throws MalformedParquetException {
        PageLocations locations = indexes.locations(leaf.leaf(), place);
        if (locations == null) {
            throw new IllegalArgumentException("nothing is known of the pages of " + leaf);
        }
        return new RowRange(locations.firstRows()[page], locations.endRow(page, rowCount()));
    }
}
