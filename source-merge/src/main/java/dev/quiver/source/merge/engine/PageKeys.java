/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.source.merge.engine;

import dev.quiver.parquet.read.IntegerBounds;
import java.util.List;

/** What is known of the keys in the pages of one file, or in its row groups where pages are not described. */
final class PageKeys {
    /** Of more rows at once nobody wants to hold all until the last one is read. */
    private static final long FINE_ROWS = 1 << 16;

    private final List<IntegerBounds> bounds;
    /** No key in a page or behind it is smaller; -1 where that is not known. */
    private final long[] lowest;

    /** Keys of a file whose pages have {@code bounds}, in the order of rows; none if there is no such column. */
    PageKeys(List<IntegerBounds> bounds) {
        this.bounds = List.copyOf(bounds);
        this.lowest = new long[bounds.size()];
        long low = Long.MAX_VALUE;
        for (int page = bounds.size() - 1; page >= 0; page--) {
            low = Math.min(low, min(bounds.get(page)));
            lowest[page] = low;
        }
    }

    private static boolean isKnown(IntegerBounds page) {
        return page.isKnown() && page.min() >= 0;
    }

    private static long min(IntegerBounds page) {
        if (!page.hasValues()) {
            return Long.MAX_VALUE;
        }
        return isKnown(page) ? page.min() : -1;
    }

    private int page(long row) {
        int page = 0;
        while (page < bounds.size() && bounds.get(page).rows().to() <= row) {
            page++;
        }
        return page;
    }

    /** No key in the page of {@code row} is smaller; -1 if that is not known. */
    long lowestHere(long row) {
        int page = page(row);
        return page < bounds.size() ? min(bounds.get(page)) : Long.MAX_VALUE;
    }

    /** No key behind the page of {@code row} is smaller; -1 if that is not known. */
    long lowestBehind(long row) {
        int page = page(row) + 1;
        return page < lowest.length ? lowest[page] : Long.MAX_VALUE;
    }

    /** Whether {@code row} lies within what is known only of very many rows as a whole. */
    boolean isCoarse(long row) {
        int page = page(row);
        return page < bounds.size()
                && row > bounds.get(page).rows().from()
                && bounds.get(page).rows().to() - bounds.get(page).rows().from() > FINE_ROWS;
    }

    /** The first row from which on there may be {@code key} or a larger one. */
    long firstWith(long key) {
        for (IntegerBounds page : bounds) {
            if (page.hasValues() && (!isKnown(page) || page.max() >= key)) {
                return page.rows().from();
            }
        }
        return bounds.isEmpty() ? 0 : bounds.get(bounds.size() - 1).rows().to();
    }
}
